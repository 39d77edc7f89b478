#include "collectors/service/probe_record.hpp"

#include <algorithm>

#include "core/time/spread.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::service {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr MonoTime kEpoch{1000h};

Probe probe() {
  Probe made;
  made.id = "web";
  made.name = "Cổng dịch vụ";
  made.target = "https://a.test/";
  made.essential = true;
  return made;
}

Outcome good() {
  Outcome outcome;
  outcome.phases.add(Phase::resolve, 10ms);
  outcome.phases.add(Phase::connect, 20ms);
  outcome.round_trip = 19'900us;
  outcome.http_status = 200;
  outcome.not_after = WallTime(1'800'000'000s);
  return outcome;
}

Outcome bad(Reason reason = Reason::status) {
  Outcome outcome;
  outcome.failure = Failure{reason, "HTTP 503"};
  return outcome;
}

DeviceReadings written(const ProbeRecord& record) {
  DeviceReadings readings;
  record.write(readings);
  return readings;
}

std::vector<double> values(const DeviceReadings& readings, std::string_view name,
                           std::string_view label = "") {
  std::vector<double> found;
  for (const Reading& reading : readings.readings) {
    if (quantity(reading.quantity).name != name) continue;
    const Labels& labels = readings.rows[reading.row];
    if (label.empty() ||
        std::any_of(labels.begin(), labels.end(), [&](const Label& l) { return l.value == label; }))
      found.push_back(reading.value);
  }
  return found;
}

TEST(ProbeRecord, before_its_first_round_has_no_verdict) {
  const DeviceReadings readings = written(ProbeRecord(probe()));
  EXPECT_THAT(values(readings, "probe.info"), ElementsAre(1));
  EXPECT_THAT(values(readings, "probe.rounds"), ElementsAre(0));
  EXPECT_THAT(values(readings, "probe.up"), IsEmpty());
  EXPECT_THAT(values(readings, "probe.duration"), IsEmpty());
  ASSERT_EQ(readings.probes.size(), 1U);
  EXPECT_EQ(readings.probes[0].rounds, 0);
  EXPECT_EQ(readings.probes[0].probe, "web");
  EXPECT_EQ(readings.probes[0].name, "Cổng dịch vụ");
  EXPECT_TRUE(readings.probes[0].essential);
  EXPECT_EQ(readings.probes[0].interval, 60s);
}

TEST(ProbeRecord, reports_the_figures_of_the_last_round) {
  ProbeRecord record(probe());
  record.ended(good(), kEpoch);
  const DeviceReadings readings = written(record);
  EXPECT_THAT(values(readings, "probe.up"), ElementsAre(1));
  EXPECT_THAT(values(readings, "probe.duration", "resolve"), ElementsAre(0.01));
  EXPECT_THAT(values(readings, "probe.duration", "connect"), ElementsAre(0.02));
  EXPECT_THAT(values(readings, "probe.duration"), ElementsAre(0.01, 0.02));
  EXPECT_THAT(values(readings, "probe.http_status"), ElementsAre(200));
  EXPECT_THAT(values(readings, "probe.tls_not_after"), ElementsAre(1.8e9));
  EXPECT_EQ(readings.probes[0].round_trip, 19ms);
  record.ended(bad(), kEpoch + 60s);
  const DeviceReadings after = written(record);
  EXPECT_THAT(values(after, "probe.up"), ElementsAre(0));
  EXPECT_THAT(values(after, "probe.http_status"), IsEmpty());
  EXPECT_THAT(values(after, "probe.tls_not_after"), IsEmpty());
  EXPECT_EQ(after.probes[0].round_trip, std::nullopt);
  EXPECT_EQ(after.probes[0].failure, "HTTP 503");
}

TEST(ProbeRecord, counts_failures_by_their_reasons) {
  ProbeRecord record(probe());
  record.ended(bad(Reason::status), kEpoch);
  record.ended(bad(Reason::tls), kEpoch + 1s);
  record.ended(good(), kEpoch + 2s);
  record.ended(bad(Reason::tls), kEpoch + 3s);
  const DeviceReadings readings = written(record);
  EXPECT_THAT(values(readings, "probe.rounds"), ElementsAre(4));
  EXPECT_THAT(values(readings, "probe.failures", "status"), ElementsAre(1));
  EXPECT_THAT(values(readings, "probe.failures", "tls"), ElementsAre(2));
  EXPECT_EQ(values(readings, "probe.failures").size(), 2U);
}

TEST(ProbeRecord, counts_the_rounds_in_a_row_and_since_when) {
  ProbeRecord record(probe());
  record.ended(good(), kEpoch);
  record.ended(bad(), kEpoch + 60s);
  record.ended(bad(), kEpoch + 65s);
  const ProbeResult result = written(record).probes[0];
  EXPECT_FALSE(result.ok);
  EXPECT_EQ(result.rounds, 2);
  EXPECT_EQ(result.since, kEpoch + 60s);
  EXPECT_EQ(result.at, kEpoch + 65s);
}

TEST(ProbeRecord, asks_at_its_own_place_and_early_once_after_a_first_failure) {
  ProbeRecord record(probe());
  const auto first = record.next_round(kEpoch, kEpoch);
  EXPECT_GE(first, kEpoch);
  EXPECT_LT(first, kEpoch + 5s);
  const MonoTime place = kEpoch + spread_offset("web", 60s);
  const MonoTime just_after = place + 1s;
  record.ended(good(), just_after);
  EXPECT_EQ(record.next_round(kEpoch, just_after), place + 60s);
  record.ended(bad(), just_after);
  EXPECT_EQ(record.next_round(kEpoch, just_after), just_after + 5s);
  EXPECT_EQ(record.next_round(kEpoch, place + 58s), place + 60s);
  record.ended(bad(), just_after + 5s);
  EXPECT_EQ(record.next_round(kEpoch, just_after + 5s), place + 60s);
}

TEST(ProbeRecord, a_short_interval_is_not_lengthened_by_a_failure) {
  Probe often = probe();
  often.interval = 2s;
  ProbeRecord record(often);
  record.ended(bad(), kEpoch + 100s);
  EXPECT_LE(record.next_round(kEpoch, kEpoch + 100s), kEpoch + 102s);
}

TEST(ProbeRecord, another_name_or_weight_is_the_same_question) {
  Probe other = probe();
  other.name = "Khác";
  other.essential = false;
  other.reference = true;
  EXPECT_TRUE(asks_the_same(probe(), other));
  other.http.url = "https://b.test/";
  EXPECT_FALSE(asks_the_same(probe(), other));
}

}  // namespace
}  // namespace commune::service
