// The rules of coverage, one by one: which evidence makes which state, with which cause and root.
#include "tests/agent/coverage/play.hpp"

#include <gtest/gtest.h>

namespace commune::coverage::test {
namespace {

using std::chrono::seconds;
using enum Access;

const Subject kWifi{{"ca"}, {"ca-nvh"}, wifi};
const Subject kFibre{{"ca"}, {"ca-nvh"}, fibre};

/// An office with its gateway, an exchange with a switch, and a village house behind it.
Commune village(const std::string& vantage = "office") {
  Commune commune(vantage);
  commune.site("office", {fibre, wifi}, "kep").site("exchange", {}, "kep");
  commune.site("ca-nvh", {fibre, wifi, loudspeaker, mobile});
  commune.device("gw", "office", DeviceKind::gateway)
      .device("office-ap", "office", DeviceKind::access_point, "gw");
  commune.device("sw", "exchange", DeviceKind::switch_, "gw");
  commune.device("ca-gw", "ca-nvh", DeviceKind::gateway, "sw");
  commune.device("ca-ap", "ca-nvh", DeviceKind::access_point, "ca-gw");
  commune.device("ca-loud", "ca-nvh", DeviceKind::loudspeaker, "ca-gw");
  commune.fibre("ca-nvh", "sw", "sfp1", "ca-gw", 1'000'000);
  return commune;
}

Labels port(const std::string& name) {
  return {{LabelName::interface, name}};
}

std::string ledger(Play& play, const Subject& subject) {
  play.flush();
  return text(play.store().intervals(subject));
}

TEST(Coverage, is_unmeasured_until_evidence_has_held_and_then_up_from_its_first) {
  Play play(village());
  play.run(seconds(60));
  EXPECT_EQ(ledger(play, kWifi), "unmeasured no_evidence 0-1, up 1-60");
}

TEST(Coverage, a_change_is_dated_from_its_first_evidence_and_confirmed_after_the_debounce) {
  Play play(village());
  play.run_until(seconds(100));
  play.silence("ca-ap");
  play.run_until(seconds(120));
  EXPECT_EQ(play.state("ca-nvh", wifi), State::up);
  play.run_until(seconds(121));
  EXPECT_EQ(play.state("ca-nvh", wifi), State::down);
  play.answer("ca-ap");
  play.run_until(seconds(200));
  EXPECT_EQ(ledger(play, kWifi).substr(0, 65),
            "unmeasured no_evidence 0-1, up 1-101, down device ca-ap 101-122, ");
}

TEST(Coverage, silence_shorter_than_the_debounce_is_entered_as_up) {
  Play play(village());
  play.run_until(seconds(100));
  play.silence("ca-ap");
  play.run_until(seconds(119));
  play.answer("ca-ap");
  play.run_until(seconds(300));
  EXPECT_EQ(ledger(play, kWifi), "unmeasured no_evidence 0-1, up 1-300");
}

TEST(Coverage, the_ledger_runs_behind_while_a_ping_is_unanswered_and_revokes_nothing) {
  Play play(village());
  play.run_until(seconds(100));
  play.silence("ca-ap");
  play.run_until(seconds(102));
  EXPECT_EQ(ledger(play, kWifi), "unmeasured no_evidence 0-1, up 1-101");
}

TEST(Coverage, a_device_behind_a_silent_one_has_its_root) {
  Play play(village());
  play.run_until(seconds(100));
  for (const char* device : {"sw", "ca-gw", "ca-ap", "ca-loud"})
    play.silence(device);
  play.run_until(seconds(200));
  EXPECT_EQ(ledger(play, kWifi), "unmeasured no_evidence 0-1, up 1-101, down upstream sw 101-200");
  EXPECT_EQ(ledger(play, kFibre), "unmeasured no_evidence 0-1, up 1-101, down upstream sw 101-200");
}

TEST(Coverage, a_port_that_went_down_with_the_silence_means_fibre) {
  Play play(village());
  play.report("sw", "interface.up", 1, port("sfp1"));
  play.run_until(seconds(100));
  for (const char* device : {"ca-gw", "ca-ap", "ca-loud"})
    play.silence(device);
  play.report("sw", "interface.up", 0, port("sfp1"));
  play.run_until(seconds(200));
  EXPECT_EQ(ledger(play, kFibre), "unmeasured no_evidence 0-1, up 1-101, down fibre ca-gw 101-200");
  EXPECT_EQ(ledger(play, kWifi), "unmeasured no_evidence 0-1, up 1-101, down fibre ca-gw 101-200");
}

TEST(Coverage, loss_of_light_means_fibre_and_little_margin_degraded) {
  Play play(village());
  play.report("sw", "optical.receive_power", -20, {{LabelName::port, "sfp1"}});
  play.run_until(seconds(100));
  play.report("sw", "optical.receive_power", -26, {{LabelName::port, "sfp1"}});
  play.run_until(seconds(200));
  EXPECT_EQ(play.state("ca-nvh", fibre), State::degraded);
  play.report("sw", "optical.receive_power", -28, {{LabelName::port, "sfp1"}});
  play.run_until(seconds(300));
  EXPECT_EQ(ledger(play, kFibre),
            "unmeasured no_evidence 0-1, up 1-101, degraded fibre ca-gw 101-201, down fibre ca-gw "
            "201-300");
}

TEST(Coverage, a_site_whose_devices_fall_silent_together_lost_power) {
  Play play(village());
  play.run_until(seconds(100));
  for (const char* device : {"ca-gw", "ca-ap", "ca-loud"})
    play.silence(device);
  play.run_until(seconds(200));
  EXPECT_EQ(ledger(play, kWifi), "unmeasured no_evidence 0-1, up 1-101, down power ca-gw 101-200");
}

TEST(Coverage, a_ups_on_battery_before_the_silence_means_power_whatever_the_port_says) {
  Commune commune = village();
  commune.device("ca-ups", "ca-nvh", DeviceKind::ups, "ca-gw");
  Play play(commune);
  play.report("ca-ups", "power.on_battery", 0);
  play.report("sw", "interface.up", 1, port("sfp1"));
  play.run_until(seconds(100));
  play.report("ca-ups", "power.on_battery", 1);
  play.run_until(seconds(150));
  for (const char* device : {"ca-gw", "ca-ap", "ca-loud", "ca-ups"})
    play.silence(device);
  play.report("sw", "interface.up", 0, port("sfp1"));
  play.run_until(seconds(300));
  EXPECT_EQ(ledger(play, kFibre), "unmeasured no_evidence 0-1, up 1-151, down power ca-gw 151-300");
}

TEST(Coverage, a_gateway_that_is_silent_behind_a_live_port_is_broken_itself) {
  Play play(village());
  play.report("sw", "interface.up", 1, port("sfp1"));
  play.run_until(seconds(100));
  for (const char* device : {"ca-gw", "ca-ap", "ca-loud"})
    play.silence(device);
  play.run_until(seconds(200));
  EXPECT_EQ(ledger(play, kWifi), "unmeasured no_evidence 0-1, up 1-101, down device ca-gw 101-200");
}

TEST(Coverage, no_radio_up_is_down_by_radio_and_one_of_two_access_points_degraded_by_device) {
  Commune commune = village();
  commune.device("ca-ap-2", "ca-nvh", DeviceKind::access_point, "ca-gw");
  Play play(commune);
  for (const char* device : {"ca-ap", "ca-ap-2"})
    play.report(device, "wifi.radio_up", 1, {{LabelName::radio, "ra0"}});
  play.run_until(seconds(100));
  play.silence("ca-ap-2");
  play.run_until(seconds(200));
  play.report("ca-ap", "wifi.radio_up", 0, {{LabelName::radio, "ra0"}});
  play.run_until(seconds(300));
  EXPECT_EQ(ledger(play, kWifi),
            "unmeasured no_evidence 0-1, up 1-101, degraded device ca-ap-2 101-201, down radio "
            "ca-ap 201-300");
}

TEST(Coverage, a_busy_channel_or_a_crowd_is_degraded_by_congestion) {
  Play play(village());
  play.report("ca-ap", "wifi.channel_utilization", 0.5, {{LabelName::radio, "ra0"}});
  play.run_until(seconds(100));
  play.report("ca-ap", "wifi.channel_utilization", 0.9, {{LabelName::radio, "ra0"}});
  play.run_until(seconds(200));
  play.report("ca-ap", "wifi.channel_utilization", 0.2, {{LabelName::radio, "ra0"}});
  play.report("ca-ap", "wifi.clients", 61, {{LabelName::radio, "ra0"}});
  play.run_until(seconds(300));
  EXPECT_EQ(ledger(play, kWifi),
            "unmeasured no_evidence 0-1, up 1-101, degraded congestion ca-ap 101-300");
}

TEST(Coverage, a_counter_that_jumps_does_not_mean_a_full_line) {
  Commune commune("office");
  commune.site("office", {}).device("gw", "office", DeviceKind::gateway);
  commune.site("ca-nvh", {fibre}).device("ca-gw", "ca-nvh", DeviceKind::gateway, "gw");
  commune.fibre("ca-nvh", "gw", "sfp1", "ca-gw", 12.5e6);
  Play play(std::move(commune));
  const Labels port = {{LabelName::interface, "sfp1"}};
  std::vector<std::optional<double>> seen;
  for (const double bytes : {0.0, 100e6, 200e6, 8e12, 8e12 + 100e6}) {
    play.report("gw", "interface.transmit_bytes", bytes, port);
    play.run(seconds(10));
    const auto picture = play.picture();
    seen.push_back(picture->lines.empty() ? std::nullopt : picture->lines[0].utilization);
  }
  // At the jump the rate before it stands, until the next poll tells better.
  EXPECT_EQ(seen, (std::vector<std::optional<double>>{std::nullopt, 0.8, 0.8, 0.8, 0.8}));
}

TEST(Coverage, a_full_line_whose_far_end_falls_silent_is_down_by_congestion) {
  Play play(village());
  double octets = 0;
  const auto flow = [&](double rate, int until) {
    while (play.now().wall < kMidnight + seconds(until)) {
      play.report("sw", "interface.receive_bytes", octets, port("sfp1"));
      play.run(seconds(1));
      octets += rate;
    }
  };
  flow(100'000, 100);
  flow(990'000, 200);
  play.silence("ca-gw");
  flow(990'000, 300);
  EXPECT_EQ(ledger(play, kFibre),
            "unmeasured no_evidence 0-1, up 1-201, down congestion ca-gw 201-300");
}

TEST(Coverage, mobile_is_judged_by_registration_and_signal_never_by_a_silent_gateway) {
  Commune commune = village();
  commune.device("ca-4g", "ca-nvh", DeviceKind::cellular_gateway, "ca-gw");
  Play play(commune);
  const Subject mobile_access{{"ca"}, {"ca-nvh"}, mobile};
  play.report("ca-4g", "cellular.registered", 1);
  play.report("ca-4g", "cellular.rsrp", -90);
  play.run_until(seconds(100));
  play.report("ca-4g", "cellular.rsrp", -115);
  play.run_until(seconds(200));
  play.report("ca-4g", "cellular.rsrp", -125);
  play.run_until(seconds(300));
  play.report("ca-4g", "cellular.registered", 0);
  play.run_until(seconds(400));
  play.silence("ca-4g");
  play.run_until(seconds(500));
  EXPECT_EQ(ledger(play, mobile_access),
            "unmeasured no_evidence 0-1, up 1-101, degraded radio ca-4g 101-201, "
            "down provider ca-4g 201-401, unmeasured no_evidence 401-500");
}

TEST(Coverage, an_access_without_any_readings_is_unmeasured_and_not_instrumented) {
  Play play(village());
  play.run_until(seconds(100));
  EXPECT_EQ(ledger(play, {{"ca"}, {"ca-nvh"}, mobile}).substr(0, 27),
            "unmeasured not_instrumented");
}

TEST(Coverage, a_loudspeaker_is_up_when_it_answers) {
  Play play(village());
  play.run_until(seconds(100));
  play.silence("ca-loud");
  play.run_until(seconds(200));
  EXPECT_EQ(ledger(play, {{"ca"}, {"ca-nvh"}, Access::loudspeaker}),
            "unmeasured no_evidence 0-1, up 1-101, down device ca-loud 101-200");
}

TEST(Coverage, beyond_its_own_broken_way_out_nothing_is_down) {
  Play play(village("ca-nvh"));
  play.run_until(seconds(100));
  for (const char* device : {"sw", "gw", "office-ap"})
    play.silence(device);
  play.run_until(seconds(200));
  const Subject office{{"kep"}, {"office"}, wifi};
  EXPECT_EQ(ledger(play, office),
            "unmeasured no_evidence 0-1, up 1-101, unmeasured own_path 101-200");
  // What lies on its own LAN is judged as usual: the house has no way out.
  EXPECT_EQ(ledger(play, kWifi), "unmeasured no_evidence 0-1, up 1-101, down upstream sw 101-200");
  EXPECT_EQ(play.state("ca-nvh", Access::loudspeaker), State::up);
}

TEST(Coverage, without_carrier_on_its_own_port_all_beyond_is_unmeasured) {
  Play play(village());
  play.carrier(true);
  play.run_until(seconds(100));
  play.carrier(false);
  for (const char* device : {"sw", "ca-gw", "ca-ap", "ca-loud"})
    play.silence(device);
  play.run_until(seconds(200));
  EXPECT_EQ(ledger(play, kWifi),
            "unmeasured no_evidence 0-1, up 1-101, unmeasured own_path 101-200");
}

TEST(Coverage, a_dead_gateway_at_the_vantage_makes_the_commune_unmeasured) {
  Play play(village());
  play.run_until(seconds(100));
  for (const char* device : {"gw", "sw", "ca-gw", "ca-ap", "ca-loud"})
    play.silence(device);
  play.run_until(seconds(200));
  EXPECT_EQ(ledger(play, kWifi),
            "unmeasured no_evidence 0-1, up 1-101, unmeasured own_path 101-200");
  EXPECT_EQ(play.state("office", wifi), State::up);
  EXPECT_EQ(play.state("office", fibre), State::down);
}

TEST(Coverage, planned_work_is_planned_to_the_millisecond_whatever_the_evidence) {
  Play play(village());
  Maintenance work;
  work.sites = {{"ca-nvh"}};
  work.start = kMidnight + Milliseconds(100'500);
  work.end = kMidnight + Milliseconds(200'250);
  play.engine().announce(work);
  play.run_until(seconds(150));
  play.silence("ca-ap");
  play.run_until(seconds(300));
  EXPECT_EQ(ledger(play, kWifi),
            "unmeasured no_evidence 0-1, up 1-100.500, planned maintenance 100.500-200.250, "
            "down device ca-ap 200.250-300");
}

TEST(Coverage, a_village_is_the_best_of_its_wifi_and_mobile) {
  Commune commune = village();
  commune.site("ca-school", {wifi, fibre}, "ca")
      .device("school-ap", "ca-school", DeviceKind::access_point, "sw");
  Play play(commune);
  play.run_until(seconds(100));
  play.silence("ca-ap");
  play.run_until(seconds(200));
  play.silence("school-ap");
  play.run_until(seconds(300));
  play.answer("ca-ap");
  play.run_until(seconds(400));
  EXPECT_EQ(ledger(play, {{"ca"}, {}, {}}),
            "unmeasured no_evidence 0-1, up 1-201, down device ca-ap 201-301, up 301-400");
}

TEST(Coverage, evidence_older_than_three_intervals_does_not_count) {
  Play play(village());
  play.run_until(seconds(100));
  play.unpoll("ca-ap");
  play.run_until(seconds(200));
  EXPECT_EQ(play.state("ca-nvh", wifi), State::unmeasured);
}

}  // namespace
}  // namespace commune::coverage::test
