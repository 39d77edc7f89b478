// Steps of the wall clock: never negative, never doubled time.
#include "agent/coverage/ledger_clock.hpp"

#include "tests/agent/coverage/play.hpp"

#include <gtest/gtest.h>

namespace commune::coverage::test {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

struct Clocks {
  Milliseconds elapsed{0}, offset{0};
  Moment now() const { return {kMidnight + elapsed + offset, MonoTime(hours(5)) + elapsed}; }
};

TEST(LedgerClock, follows_the_wall_clock_to_the_millisecond) {
  Clocks clocks;
  LedgerClock clock(clocks.now());
  clocks.elapsed += Milliseconds(1001);
  clocks.offset += Milliseconds(3);
  EXPECT_FALSE(clock.advance(clocks.now()));
  EXPECT_EQ(clock.now(), kMidnight + Milliseconds(1004));
}

TEST(LedgerClock, a_step_forward_is_a_gap_that_did_not_pass) {
  Clocks clocks;
  LedgerClock clock(clocks.now());
  clocks.elapsed += seconds(1);
  clocks.offset += hours(1);
  const auto gap = clock.advance(clocks.now());
  ASSERT_TRUE(gap);
  EXPECT_EQ(gap->from, kMidnight + seconds(1));
  EXPECT_EQ(gap->to, kMidnight + hours(1) + seconds(1));
  EXPECT_EQ(gap->cause, Cause::clock);
}

TEST(LedgerClock, a_step_back_stands_still_until_the_time_is_there_again) {
  Clocks clocks;
  LedgerClock clock(clocks.now());
  clocks.elapsed += seconds(10);
  EXPECT_FALSE(clock.advance(clocks.now()));
  clocks.offset -= hours(1);
  clocks.elapsed += seconds(1);
  EXPECT_FALSE(clock.advance(clocks.now()));
  EXPECT_TRUE(clock.stands_still());
  EXPECT_EQ(clock.now(), kMidnight + seconds(10));
  for (int i = 0; i < 3600; ++i) {
    clocks.elapsed += seconds(1);
    EXPECT_FALSE(clock.advance(clocks.now()));
  }
  EXPECT_FALSE(clock.stands_still());
  EXPECT_EQ(clock.now(), kMidnight + seconds(11));
}

TEST(LedgerClock, an_agent_that_was_stopped_for_ten_minutes_did_not_measure_them) {
  Clocks clocks;
  LedgerClock clock(clocks.now());
  clocks.elapsed += seconds(600);
  const auto gap = clock.advance(clocks.now());
  ASSERT_TRUE(gap);
  EXPECT_EQ(gap->from, kMidnight);
  EXPECT_EQ(gap->to, kMidnight + seconds(600));
  EXPECT_EQ(gap->cause, Cause::no_evidence);
}

TEST(LedgerClock, moments_before_a_jump_count_as_its_end) {
  Clocks clocks;
  LedgerClock clock(clocks.now());
  const MonoTime before = clocks.now().mono;
  clocks.elapsed += seconds(1);
  clocks.offset += hours(1);
  clock.advance(clocks.now());
  clocks.elapsed += seconds(5);
  clock.advance(clocks.now());
  EXPECT_EQ(clock.at(before), kMidnight + hours(1) + seconds(1));
  EXPECT_EQ(clock.at(clocks.now().mono - seconds(2)), kMidnight + hours(1) + seconds(4));
}

TEST(LedgerClock, trusts_no_clock_from_1970_or_2060_nor_one_before_the_last_heartbeat) {
  const ClockSource good;
  EXPECT_TRUE(credible(kMidnight, kMidnight - hours(1), kMidnight - hours(100), good));
  EXPECT_FALSE(credible(LedgerTime{}, {}, kMidnight, good));
  EXPECT_FALSE(credible(kMidnight + hours(24 * 366 * 34), {}, kMidnight, good));
  EXPECT_FALSE(credible(kMidnight, kMidnight + seconds(1), kMidnight - hours(100), good));
  EXPECT_FALSE(credible(kMidnight, {}, kMidnight - hours(100), {false, false}));
  EXPECT_TRUE(credible(kMidnight, {}, kMidnight - hours(100), {true, false}));
  EXPECT_TRUE(credible(kMidnight, {}, kMidnight - hours(100), {false, true}));
}

}  // namespace
}  // namespace commune::coverage::test
