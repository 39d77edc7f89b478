#include "collectors/icmp/pace.hpp"

#include <gtest/gtest.h>

namespace commune::icmp {
namespace {

const MonoTime kStart{std::chrono::hours(1)};

// Takes all that may leave every 50 ms, for so long.
std::size_t sent_within(Pace& pace, Milliseconds length) {
  std::size_t sent = 0;
  for (Milliseconds at{0}; at <= length; at += Milliseconds(50)) {
    const auto due = pace.due(kStart + at);
    pace.spent(due);
    sent += due;
  }
  return sent;
}

TEST(Pace, sends_so_many_a_second_and_no_more) {
  Pace pace(200, kStart);
  EXPECT_EQ(sent_within(pace, Milliseconds(10'000)), 2001U);
}

TEST(Pace, a_slow_pace_waits_between_packets) {
  Pace pace(2, kStart);
  EXPECT_EQ(pace.due(kStart), 1U);
  pace.spent(1);
  EXPECT_EQ(pace.due(kStart + Milliseconds(450)), 0U);
  EXPECT_EQ(pace.due(kStart + Milliseconds(500)), 1U);
}

TEST(Pace, does_not_make_up_for_a_stall) {
  Pace pace(200, kStart);
  EXPECT_EQ(pace.due(kStart + Milliseconds(60'000)), 20U);
}

TEST(Pace, what_was_not_sent_may_be_sent_later) {
  Pace pace(100, kStart);
  EXPECT_EQ(pace.due(kStart + Milliseconds(50)), 6U);
  pace.spent(2);
  EXPECT_EQ(pace.due(kStart + Milliseconds(50)), 4U);
}

}  // namespace
}  // namespace commune::icmp
