#include "agent/central/vantage_merge.hpp"

#include "tests/agent/central/lines.hpp"

#include <gtest/gtest.h>

namespace commune::central {
namespace {

using enum State;

VantageLine home(std::vector<Interval> intervals) {
  return {true, std::move(intervals)};
}

VantageLine away(std::vector<Interval> intervals) {
  return {false, std::move(intervals)};
}

TEST(VantageMerge, one_vantage_stays_as_it_is) {
  EXPECT_EQ(text(merge_vantages(
                {away({interval(up, 0, 60), interval(down, 60, 90), interval(up, 90, 99, true)})})),
            "up 0 60, down 60 90, up 90 99...");
}

TEST(VantageMerge, planned_holds_whoever_says_so) {
  EXPECT_EQ(text(merge_vantages(
                {home({interval(up, 0, 100)}),
                 away({interval(up, 0, 30), interval(planned, 30, 50), interval(down, 50, 100)})})),
            "up 0 30, planned 30 50, up 50 100");
}

TEST(VantageMerge, prefers_the_sites_own_measurements) {
  EXPECT_EQ(text(merge_vantages({away({interval(down, 0, 100)}), home({interval(up, 0, 100)})})),
            "up 0 100");
  EXPECT_EQ(text(merge_vantages({away({interval(up, 0, 100)}), home({interval(down, 0, 100)})})),
            "down 0 100");
}

TEST(VantageMerge, a_gateway_without_power_is_down_because_the_office_saw_it_fall_silent) {
  EXPECT_EQ(text(merge_vantages(
                {home({interval(up, 0, 40), interval(unmeasured, 40, 80), interval(up, 80, 100)}),
                 away({interval(up, 0, 42), interval(down, 42, 75), interval(up, 75, 100)})})),
            "up 0 42, down 42 75, up 75 100");
}

TEST(VantageMerge, believes_the_worst_of_several_others) {
  EXPECT_EQ(text(merge_vantages({away({interval(up, 0, 100)}), away({interval(degraded, 20, 80)}),
                                 away({interval(unmeasured, 0, 50), interval(down, 50, 60)})})),
            "up 0 20, degraded 20 50, down 50 60, degraded 60 80, up 80 100");
}

TEST(VantageMerge, time_that_no_vantage_reports_is_unmeasured) {
  const auto merged = merge_vantages({home({interval(up, 0, 10)}), away({interval(down, 30, 40)})});
  EXPECT_EQ(text(merged), "up 0 10, unmeasured 10 30, down 30 40");
  EXPECT_EQ(merged[1].cause, Cause::no_evidence);
  EXPECT_EQ(merged[1].subject, hall_wifi());
}

TEST(VantageMerge, a_down_that_two_vantages_report_in_turn_is_one_interval) {
  EXPECT_EQ(text(merge_vantages({home({interval(down, 0, 40), interval(unmeasured, 40, 60, true)}),
                                 away({interval(down, 10, 60, true)})})),
            "down 0 60...");
}

TEST(VantageMerge, adds_up_to_all_the_time_between_first_and_last) {
  const auto merged = merge_vantages(
      {home({interval(up, 5, 17), interval(unmeasured, 17, 31), interval(up, 31, 44)}),
       away({interval(down, 0, 23), interval(planned, 23, 29)}),
       away({interval(degraded, 12, 70)})});
  LedgerTime end = at(0);
  for (const Interval& each : merged) {
    EXPECT_EQ(each.start, end);
    EXPECT_GT(each.end, each.start);
    end = each.end;
  }
  EXPECT_EQ(end, at(70));
}

TEST(VantageMerge, nothing_gives_nothing) {
  EXPECT_TRUE(merge_vantages({}).empty());
  EXPECT_TRUE(merge_vantages({home({})}).empty());
}

}  // namespace
}  // namespace commune::central
