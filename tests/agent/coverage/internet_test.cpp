// internet at the vantage: what probes of services, users' traffic and throughput tests say of it.
#include "core/model/quantity_table.hpp"
#include "tests/agent/coverage/play.hpp"

#include <gtest/gtest.h>

namespace commune::coverage::test {
namespace {

using std::chrono::hours;
using std::chrono::seconds;
using enum Access;

const Subject kInternet{{"kep"}, {"hub"}, internet};

// hub-gw is the site's own gateway; beyond is its next hop, of the provider.
Commune hub() {
  return Commune("hub")
      .site("hub", {internet}, "kep")
      .site("far", {fibre}, "kep")
      .device("beyond", "far", DeviceKind::router)
      .device("hub-gw", "hub", DeviceKind::gateway, "beyond");
}

std::string ledger(Play& play) {
  play.flush();
  return text(play.store().intervals(kInternet));
}

Play with_two_services() {
  Play play(hub());
  play.probe("portal", true);
  play.probe("bank", true);
  return play;
}

DeviceReadings own(Source source) {
  DeviceReadings readings;
  readings.source = source;
  readings.interval = seconds(1);
  return readings;
}

void add(DeviceReadings& readings, QuantityName quantity, Labels labels, double value) {
  readings.rows.push_back(std::move(labels));
  readings.readings.push_back(
      {quantity, static_cast<std::uint32_t>(readings.rows.size() - 1), value});
}

TEST(Internet, is_degraded_when_one_service_fails_and_down_by_provider_when_all_do) {
  Play play = with_two_services();
  play.run_until(seconds(100));
  play.probe("portal", false);
  play.run_until(seconds(200));
  play.probe("bank", false);
  play.run_until(seconds(300));
  EXPECT_EQ(
      ledger(play),
      "unmeasured no_evidence 0-1, up 1-101, degraded service 101-201, down provider 201-300");
}

TEST(Internet, is_not_down_for_one_round_that_failed) {
  Play play = with_two_services();
  play.run_until(seconds(100));
  play.probe("portal", false);
  play.probe("bank", false);
  play.run_until(seconds(105));
  EXPECT_EQ(ledger(play), "unmeasured no_evidence 0-1, up 1-101")
      << "what the failure means is not known yet";
  play.probe("portal", true);
  play.probe("bank", true);
  play.run_until(seconds(150));
  EXPECT_EQ(ledger(play), "unmeasured no_evidence 0-1, up 1-150");
}

TEST(Internet, is_down_by_service_when_all_essential_ones_fail_and_the_reference_does_not) {
  Play play = with_two_services();
  play.probe("reference", true, true);
  play.run_until(seconds(100));
  play.probe("portal", false);
  play.run_until(seconds(150));
  play.probe("bank", false);
  play.run_until(seconds(200));
  EXPECT_EQ(ledger(play),
            "unmeasured no_evidence 0-1, up 1-101, degraded service 101-151, down service 151-200");
}

TEST(Internet, is_degraded_when_its_only_service_fails_and_the_reference_does_not) {
  Play play(hub());
  play.probe("portal", true);
  play.probe("reference", true, true);
  play.run_until(seconds(100));
  play.probe("portal", false);
  play.run_until(seconds(150));
  EXPECT_EQ(ledger(play), "unmeasured no_evidence 0-1, up 1-101, degraded service 101-150");
}

TEST(Internet, is_down_by_upstream_when_the_next_hop_is_silent_too) {
  Play play = with_two_services();
  play.run_until(seconds(100));
  play.silence("beyond");
  play.probe("portal", false);
  play.probe("bank", false);
  play.run_until(seconds(200));
  EXPECT_EQ(ledger(play), "unmeasured no_evidence 0-1, up 1-101, down upstream beyond 101-200");
}

TEST(Internet, is_unmeasured_when_the_agents_own_cable_is_out) {
  Play play = with_two_services();
  play.run_until(seconds(100));
  play.carrier(false);
  play.probe("portal", false);
  play.probe("bank", false);
  play.run_until(seconds(200));
  EXPECT_EQ(play.state("hub", internet), State::unmeasured);
  EXPECT_EQ(ledger(play).find("down"), std::string::npos);
}

TEST(Internet, is_not_degraded_by_certificates_as_long_as_the_clock_is_not_known) {
  Play play = with_two_services();
  play.run_until(seconds(100));
  play.kill();
  // Without a clock battery: 1970 until somebody tells the time.
  play.step_wall(-hours(24 * 365));
  play.start(seconds(60));
  play.refuse_certificate("portal");
  play.refuse_certificate("bank");
  play.run(seconds(120));
  EXPECT_EQ(play.state("hub", internet), State::unmeasured);
  play.step_wall(hours(24 * 365));
  play.run(seconds(120));
  EXPECT_EQ(play.state("hub", internet), State::down) << "now the certificates are to be believed";
}

TEST(Internet, is_unmeasured_without_probes_and_elsewhere_than_at_the_vantage) {
  Play play(hub());
  play.run_until(seconds(20));
  EXPECT_EQ(ledger(play), "unmeasured not_instrumented 0-20");
}

TEST(Internet, is_degraded_when_even_the_nearest_service_is_slow_to_connect) {
  Play play = with_two_services();
  play.connects_in("portal", Milliseconds(450));
  play.connects_in("bank", Milliseconds(40));
  play.run_until(seconds(100));
  EXPECT_EQ(play.state("hub", internet), State::up);
  play.connects_in("bank", Milliseconds(350));
  play.run_until(seconds(200));
  EXPECT_EQ(ledger(play), "unmeasured no_evidence 0-1, up 1-101, degraded congestion 101-200");
}

TEST(Internet, is_degraded_while_users_have_to_send_again) {
  Play play = with_two_services();
  double segments = 0, again = 0;
  const auto traffic = [&](int until, double lost) {
    for (auto at = play.wall() - kMidnight; at < seconds(until); at += seconds(1)) {
      segments += 100;
      again += 100 * lost;
      DeviceReadings capture = own(Source::capture);
      add(capture, "capture.tcp_segments", {{LabelName::side, "wan"}}, segments);
      add(capture, "capture.tcp_retransmissions", {{LabelName::side, "wan"}}, again);
      // Weak Wi-Fi is not the line's fault.
      add(capture, "capture.tcp_segments", {{LabelName::side, "lan"}}, segments);
      add(capture, "capture.tcp_retransmissions", {{LabelName::side, "lan"}}, segments / 2);
      play.report_own(std::move(capture));
      play.run(seconds(1));
    }
  };
  traffic(100, 0.01);
  EXPECT_EQ(play.state("hub", internet), State::up);
  traffic(200, 0.2);
  EXPECT_EQ(play.state("hub", internet), State::degraded);
  traffic(400, 0);
  EXPECT_EQ(play.state("hub", internet), State::up);
}

TEST(Internet, is_degraded_below_half_of_the_contracted_rate_for_two_days_at_most) {
  Play play = with_two_services();
  const auto measured = [&](double download, double upload) {
    DeviceReadings tests = own(Source::throughput);
    for (const char* direction : {"download", "upload"}) {
      const Labels labels = {{LabelName::test, "line"}, {LabelName::direction, direction}};
      add(tests, "throughput.contracted", labels, 12.5e6);
      add(tests, "throughput.rate", labels, direction[0] == 'd' ? download : upload);
    }
    add(tests, "throughput.last_success", {{LabelName::test, "line"}},
        unix_seconds(play.now().wall));
    play.report_own(std::move(tests));
  };
  play.run_until(seconds(100));
  measured(12e6, 7e6);
  play.run_until(seconds(200));
  EXPECT_EQ(play.state("hub", internet), State::up);
  measured(12e6, 6e6);
  play.run_until(seconds(300));
  EXPECT_EQ(ledger(play), "unmeasured no_evidence 0-1, up 1-200, degraded congestion 200-300");
  play.run_until(hours(49));
  EXPECT_EQ(play.state("hub", internet), State::up) << "nobody knows any more";
}

}  // namespace
}  // namespace commune::coverage::test
