#include <cmath>
#include <memory>
#include <sstream>
#include <string>

#include "agent/commands/explain.hpp"
#include "collectors/icmp/round_trip.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune {
namespace {

constexpr std::size_t kSeriesOfIcmp = 2 + kRoundTripBounds.size() + 3;

// Two sites; the first has two devices, the second no polled one.
settings::Settings two_sites() {
  settings::Settings settings;
  settings.inventory.sites.resize(2);
  settings.inventory.sites[0].id.value = "office";
  settings.inventory.sites[1].id.value = "mast";
  settings.inventory.devices.resize(2);
  settings.inventory.devices[0].id.value = "gw";
  settings.inventory.devices[1].id.value = "ap";
  for (Device& device : settings.inventory.devices)
    device.site.value = "office";
  return settings;
}

icmp::Target ping(std::string device, std::string address, Milliseconds interval) {
  icmp::Target target;
  target.device.value = std::move(device);
  target.address = std::move(address);
  target.interval = interval;
  return target;
}

// Three scalars in one GET, and a table of two columns with a reading in each row and a count.
snmp::ProfilePtr small_profile(const std::string& name) {
  snmp::Profile profile;
  profile.name = name;
  snmp::Table system;
  system.scalar = true;
  system.columns.resize(3);
  system.readings.resize(1);
  snmp::Table interfaces;
  interfaces.columns.resize(2);
  interfaces.readings.resize(2);
  interfaces.readings[1].aggregate = snmp::Aggregate::count;
  profile.add(system);
  profile.add(interfaces);
  return std::make_shared<const snmp::Profile>(std::move(profile));
}

TEST(Explain, a_probe_costs_its_rounds_and_a_throughput_test_its_budget) {
  auto settings = two_sites();
  service::Probe names, page;
  names.kind = service::Kind::dns;
  names.interval = Milliseconds(1'000);
  page.kind = service::Kind::http;
  page.interval = Milliseconds(60'000);
  settings.services.probes = {names, page};
  throughput::SpeedTest test;
  test.budget_day = 400'000'000;
  settings.throughput.tests = {test};
  const Cost cost = cost_of(settings, {});
  EXPECT_EQ(cost.probes, 2U);
  EXPECT_DOUBLE_EQ(cost.services.packets_per_second, 2 + 46.0 / 60);
  EXPECT_DOUBLE_EQ(cost.services.bytes_per_day, 86'400 * 250.0 + 1'440 * 22'800.0);
  std::ostringstream out;
  print(cost, out);
  EXPECT_THAT(out.str(), testing::HasSubstr("services"));
  EXPECT_THAT(out.str(), testing::HasSubstr("throughput tests: at most 400 MB per day"));
}

TEST(Explain, a_ping_is_two_packets_with_their_headers) {
  auto settings = two_sites();
  settings.icmp_targets = {ping("gw", "10.77.0.1", Milliseconds(1'000)),
                           ping("ap", "2001:db8::1", Milliseconds(2'000))};
  const Cost cost = cost_of(settings, {});
  EXPECT_DOUBLE_EQ(cost.icmp.packets_per_second, 3.0);
  EXPECT_DOUBLE_EQ(cost.icmp.bytes_per_day, 86'400 * 2 * 84.0 + 43'200 * 2 * 104.0);
  EXPECT_EQ(cost.icmp_devices, 2U);
  EXPECT_EQ(cost.snmp_devices, 0U);
  ASSERT_EQ(cost.sites.size(), 1U);
  EXPECT_EQ(cost.sites[0].site.value, "office");
  EXPECT_EQ(cost.sites[0].devices, 2U);
  EXPECT_EQ(cost.sites[0].series, 2 * (2 + kSeriesOfIcmp));
  EXPECT_EQ(cost.series, 2 + 2 * (2 + kSeriesOfIcmp));
}

TEST(Explain, a_poll_costs_the_requests_of_its_profile) {
  auto settings = two_sites();
  settings.snmp_targets.resize(1);
  settings.snmp_targets[0].device.value = "gw";
  settings.snmp_targets[0].interval = Milliseconds(30'000);
  const Cost cost = cost_of(settings, {small_profile("generic")});
  // One GET for the scalars and one GETBULK for the rows, each with its reply.
  EXPECT_DOUBLE_EQ(cost.snmp.packets_per_second, 4.0 / 30);
  // Two tables with two series each; a scalar, ten rows, a count.
  EXPECT_EQ(cost.sites.at(0).series, 2U + 4 + 2 * 2 + 1 + 10 + 1);
}

TEST(Explain, version_3_costs_more_bytes_in_as_many_packets) {
  auto settings = two_sites();
  settings.snmp_targets.resize(1);
  settings.snmp_targets[0].device.value = "gw";
  const auto profiles = {small_profile("generic")};
  const Cost plain = cost_of(settings, profiles);
  settings.snmp_targets[0].credentials.version = snmp::Version::v3;
  const Cost secure = cost_of(settings, profiles);
  EXPECT_DOUBLE_EQ(secure.snmp.packets_per_second, plain.snmp.packets_per_second);
  EXPECT_NEAR(secure.snmp.bytes_per_day, plain.snmp.bytes_per_day + 4 * 75.0 * 2'880, 0.01);
}

TEST(Explain, a_named_profile_is_counted_as_itself) {
  auto settings = two_sites();
  settings.snmp_targets.resize(1);
  settings.snmp_targets[0].device.value = "gw";
  settings.snmp_targets[0].profile = "small";
  EXPECT_GT(cost_of(settings, {small_profile("small")}).snmp.packets_per_second, 0);
  EXPECT_EQ(cost_of(settings, {small_profile("generic")}).snmp.packets_per_second, 0);
}

TEST(Explain, an_idle_history_writes_a_heartbeat_each_minute_and_quality_each_five) {
  EXPECT_DOUBLE_EQ(cost_of(two_sites(), {}).history_bytes_per_day,
                   (1'440 + 288) * 5'000.0 + 288 * 12'000.0);
}

TEST(Explain, the_history_grows_with_devices_and_judged_sites) {
  auto settings = two_sites();
  const double idle = cost_of(settings, {}).history_bytes_per_day;
  // A device that is pinged and polled counts once.
  settings.icmp_targets = {ping("gw", "10.77.0.1", Milliseconds(1'000)),
                           ping("ap", "10.77.0.2", Milliseconds(1'000))};
  settings.snmp_targets.resize(1);
  settings.snmp_targets[0].device.value = "gw";
  const double with_devices = cost_of(settings, {}).history_bytes_per_day;
  EXPECT_DOUBLE_EQ(with_devices, idle + 288 * 2 * 700.0);

  settings.inventory.sites[0].accesses = {Access::fibre, Access::wifi};
  settings.inventory.sites[1].accesses = {Access::mobile};
  for (Site& site : settings.inventory.sites)
    site.village.value = "ca";
  EXPECT_DOUBLE_EQ(cost_of(settings, {}).history_bytes_per_day, with_devices);
  // Two accesses and a village; then one more access in the same village.
  settings.judged = {SiteId{"office"}};
  EXPECT_DOUBLE_EQ(cost_of(settings, {}).history_bytes_per_day,
                   with_devices + 3 * 4 * (5'000.0 + 35'000.0));
  settings.judged = {SiteId{"office"}, SiteId{"mast"}};
  EXPECT_DOUBLE_EQ(cost_of(settings, {}).history_bytes_per_day,
                   with_devices + 4 * 4 * (5'000.0 + 35'000.0));
}

TEST(Explain, there_are_no_more_commits_than_the_commit_interval_allows) {
  auto settings = two_sites();
  const double often = cost_of(settings, {}).history_bytes_per_day;
  settings.history.commit_interval = Milliseconds(60'000);
  EXPECT_DOUBLE_EQ(cost_of(settings, {}).history_bytes_per_day, often - 288 * 5'000.0);
}

TEST(Explain,
     a_receiver_of_remote_write_gets_every_series_and_costs_disk_writes_while_it_does_not_answer) {
  auto settings = two_sites();
  settings.icmp_targets = {ping("gw", "10.77.0.1", Milliseconds(1'000))};
  EXPECT_EQ(cost_of(settings, {}).receivers, 0U);
  remote_write::Receiver receiver;
  settings.remote_write.receivers = {receiver};
  const Cost cost = cost_of(settings, {});
  const auto series = static_cast<double>(cost.series);
  EXPECT_EQ(cost.receivers, 1U);
  EXPECT_DOUBLE_EQ(cost.remote_write.bytes_per_day, 1'440 * (16 * series + 700));
  // Some sixty bytes: each time a block of the disk is written, and holds many of them.
  EXPECT_DOUBLE_EQ(cost.queue_writes_per_day, 1'440 * 4'096);
  EXPECT_DOUBLE_EQ(cost.queue_bytes_per_day, 1'440 * 4'096 / std::floor(4'096 / (2.5 * series)));
  std::ostringstream out;
  print(cost, out);
  EXPECT_THAT(out.str(), testing::HasSubstr("remote write      1        0.0     1.6 MB\n"));
  EXPECT_THAT(out.str(),
              testing::ContainsRegex("while no receiver of remote write answers: about 5\\.9 MB "
                                     "more, for [0-9]+ kB of waiting samples\n"));
  // Twice as often, so twice as much.
  settings.remote_write.receivers[0].interval = Milliseconds(30'000);
  EXPECT_DOUBLE_EQ(cost_of(settings, {}).queue_bytes_per_day, 2 * cost.queue_bytes_per_day);
}

TEST(Explain, prints_totals_sites_and_what_was_assumed) {
  auto settings = two_sites();
  settings.icmp_targets = {ping("gw", "10.77.0.1", Milliseconds(1'000))};
  std::ostringstream out;
  print(cost_of(settings, {}), out);
  EXPECT_THAT(out.str(), testing::HasSubstr("ICMP         1        2.0      15 MB"));
  EXPECT_THAT(out.str(), testing::HasSubstr("flash writes a day: about 12 MB, by the history\n"));
  EXPECT_THAT(out.str(), testing::HasSubstr("10 rows in every table"));
  EXPECT_THAT(out.str(), testing::HasSubstr("changes its state\n4 times a day"));
}

}  // namespace
}  // namespace commune
