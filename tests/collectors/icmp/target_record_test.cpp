#include "collectors/icmp/target_record.hpp"

#include <numeric>

#include "core/model/quantity_table.hpp"
#include "core/model/reachability.hpp"

#include <gtest/gtest.h>

namespace commune::icmp {
namespace {

using namespace std::chrono_literals;

const Moment kStart{WallTime(1'700'000'000s), MonoTime(1000s)};
const Target kTarget{DeviceId{"ap-7"}, "10.0.0.7", 2s, 1s, 56};

double value(const DeviceReadings& readings, QuantityName quantity) {
  for (const Reading& reading : readings.readings)
    if (reading.quantity == quantity) return reading.value;
  ADD_FAILURE() << "no " << commune::quantity(quantity).name;
  return -1;
}

Reachability judged(const TargetRecord& record) {
  DeviceView view;
  view.by_source[static_cast<std::size_t>(Source::icmp)] = record.readings(kTarget, kStart);
  return reachability(view, kStart.mono);
}

TEST(TargetRecord, counts_requests_replies_and_round_trips) {
  TargetRecord record;
  for (int i = 0; i < 4; ++i)
    record.request_sent();
  record.answered(kStart, 2ms);
  record.answered(kStart, 2ms);
  record.silent("no reply within 1 s");
  record.answered(kStart, 700ms);
  const auto readings = record.readings(kTarget, kStart);
  EXPECT_EQ(value(*readings, "icmp.requests"), 4);
  EXPECT_EQ(value(*readings, "icmp.replies"), 3);
  ASSERT_EQ(readings->histograms.size(), 1u);
  const auto& counts = readings->histograms[0].counts;
  EXPECT_EQ(std::accumulate(counts.begin(), counts.end(), std::uint64_t{0}), 3u);
  EXPECT_EQ(counts[4], 2u);   // over 1 ms, up to 2.5 ms
  EXPECT_EQ(counts[12], 1u);  // over 500 ms, up to 1 s
  EXPECT_DOUBLE_EQ(readings->histograms[0].sum, 0.704);
}

TEST(TargetRecord, labels_its_readings_with_device_and_interval) {
  const auto readings = TargetRecord().readings(kTarget, kStart);
  EXPECT_EQ(readings->device.value, "ap-7");
  EXPECT_EQ(readings->source, Source::icmp);
  EXPECT_EQ(readings->interval, 2s);
  EXPECT_EQ(readings->taken.mono, kStart.mono);
  EXPECT_EQ(readings->rows, std::vector<Labels>{Labels{}});
}

TEST(TargetRecord, counts_silent_polls_until_the_next_answer) {
  TargetRecord record;
  record.answered(kStart, 1ms);
  record.silent("no reply within 1 s");
  record.silent("host unreachable (from 10.77.0.1)");
  auto readings = record.readings(kTarget, kStart);
  EXPECT_FALSE(readings->answered);
  EXPECT_EQ(readings->silent_polls, 2);
  EXPECT_EQ(readings->failure, "host unreachable (from 10.77.0.1)");
  EXPECT_EQ(readings->last_answer->mono, kStart.mono);
  EXPECT_EQ(judged(record), Reachability::reachable);
  record.silent("no reply within 1 s");
  EXPECT_EQ(judged(record), Reachability::silent);
  record.answered(kStart, 1ms);
  readings = record.readings(kTarget, kStart);
  EXPECT_TRUE(readings->answered);
  EXPECT_EQ(readings->silent_polls, 0);
  EXPECT_EQ(readings->failure, "");
}

TEST(TargetRecord, a_request_that_was_not_sent_is_neither_an_answer_nor_silence) {
  TargetRecord record;
  record.unmeasured("cannot resolve ap-7.example: no such name");
  const auto readings = record.readings(kTarget, kStart);
  EXPECT_FALSE(readings->answered);
  EXPECT_EQ(readings->silent_polls, 0);
  EXPECT_EQ(readings->failure, "cannot resolve ap-7.example: no such name");
  EXPECT_EQ(judged(record), Reachability::unmeasured);
}

TEST(TargetRecord, drops_an_old_answer_when_nothing_is_measured_any_more) {
  TargetRecord record;
  record.answered(kStart, 1ms);
  record.unmeasured("not sent");
  record.unmeasured("not sent");
  EXPECT_EQ(judged(record), Reachability::reachable);
  record.unmeasured("not sent");
  EXPECT_EQ(judged(record), Reachability::unmeasured);
  record.answered(kStart, 1ms);
  EXPECT_EQ(judged(record), Reachability::reachable);
}

}  // namespace
}  // namespace commune::icmp
