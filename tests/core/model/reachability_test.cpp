#include "core/model/reachability.hpp"

#include <gtest/gtest.h>

namespace commune {
namespace {

using namespace std::chrono_literals;

const MonoTime kNow{1h};

DeviceReadingsPtr readings(bool answered, int silent_polls, bool ever, Milliseconds age = 0ms) {
  auto made = std::make_shared<DeviceReadings>();
  made->taken.mono = kNow - age;
  made->interval = 30s;
  made->answered = answered;
  made->silent_polls = silent_polls;
  if (answered)
    made->last_answer = made->taken;
  else if (ever)
    made->last_answer = Moment{{}, kNow - 1min};
  return made;
}

DeviceView view(DeviceReadingsPtr icmp, DeviceReadingsPtr snmp) {
  return {{std::move(icmp), std::move(snmp)}};
}

TEST(Reachability, a_device_that_answers_either_way_is_reachable) {
  EXPECT_EQ(reachability(view(readings(true, 0, true), readings(false, 5, true)), kNow),
            Reachability::reachable);
  EXPECT_EQ(reachability(view(readings(false, 9, false), readings(true, 0, true)), kNow),
            Reachability::reachable);
}

TEST(Reachability, the_third_silent_poll_makes_a_device_silent) {
  EXPECT_EQ(reachability(view(readings(false, 2, true), nullptr), kNow), Reachability::reachable);
  EXPECT_EQ(reachability(view(readings(false, 3, true), nullptr), kNow), Reachability::silent);
}

TEST(Reachability, a_device_that_never_answered_is_not_judged_before_the_third_poll) {
  EXPECT_EQ(reachability(view(readings(false, 1, false), nullptr), kNow), Reachability::unmeasured);
  EXPECT_EQ(reachability(view(readings(false, 3, false), nullptr), kNow), Reachability::silent);
}

// Pinged each second, the last answer so long ago.
DeviceReadingsPtr icmp_silent_for(Milliseconds time) {
  auto made = std::make_shared<DeviceReadings>();
  made->taken.mono = kNow;
  made->interval = 1s;
  made->last_answer = Moment{{}, kNow - time};
  made->silent_polls = static_cast<int>(time / 1s);
  return made;
}

TEST(Reachability, a_slow_snmp_poll_does_not_keep_a_device_alive_that_stopped_answering_pings) {
  EXPECT_EQ(reachability(view(icmp_silent_for(4s), readings(true, 0, true, 10s)), kNow),
            Reachability::silent);
  // Answered SNMP while pings were being lost, before three of them were.
  EXPECT_EQ(reachability(view(icmp_silent_for(4s), readings(true, 0, true, 2s)), kNow),
            Reachability::silent);
}

TEST(Reachability, a_device_that_answers_snmp_after_pings_fell_silent_is_reachable) {
  EXPECT_EQ(reachability(view(icmp_silent_for(20s), readings(true, 0, true, 10s)), kNow),
            Reachability::reachable);
}

TEST(Reachability, a_device_that_never_answered_pings_lives_by_snmp) {
  EXPECT_EQ(reachability(view(readings(false, 500, false), readings(true, 0, true, 29s)), kNow),
            Reachability::reachable);
}

TEST(Reachability, stale_readings_are_not_evidence) {
  EXPECT_EQ(reachability(view(readings(true, 0, true, 90s), nullptr), kNow),
            Reachability::reachable);
  EXPECT_EQ(reachability(view(readings(true, 0, true, 91s), nullptr), kNow),
            Reachability::unmeasured);
  EXPECT_EQ(reachability(view(nullptr, nullptr), kNow), Reachability::unmeasured);
}

}  // namespace
}  // namespace commune
