#include "agent/central/state_series.hpp"

#include "tests/agent/central/lines.hpp"

#include <gtest/gtest.h>

namespace commune::central {
namespace {

using enum State;

std::string sections_of(const std::vector<StateSample>& samples, double end) {
  StateSeries series(hall_wifi());
  for (const StateSample& each : samples)
    series.add(each);
  return text(series.intervals(at(end)));
}

TEST(StateSeries, begins_each_state_exactly_where_it_says) {
  EXPECT_EQ(sections_of({sample(100, up, 40.25), sample(115, up, 40.25), sample(130, down, 116.5),
                         sample(145, down, 116.5), sample(160, up, 150)},
                        160),
            "up 40.25 116.5, down 116.5 150, up 150 160...");
}

TEST(StateSeries, a_state_may_be_dated_before_what_was_heard_last) {
  EXPECT_EQ(sections_of({sample(100, up, 0), sample(115, up, 0), sample(130, down, 109)}, 130),
            "up 0 109, down 109 130...");
}

TEST(StateSeries, a_change_between_two_scrapes_five_minutes_apart_is_believed) {
  EXPECT_EQ(sections_of({sample(100, up, 0), sample(400, down, 250)}, 400),
            "up 0 250, down 250 400...");
}

TEST(StateSeries, a_longer_silence_is_unmeasured_from_the_last_word_to_the_next_state) {
  EXPECT_EQ(sections_of({sample(100, up, 0), sample(401, down, 250)}, 401),
            "up 0 100, unmeasured 100 250, down 250 401...");
}

TEST(StateSeries, a_silence_is_ignored_if_the_state_continued_through_it) {
  EXPECT_EQ(sections_of({sample(100, up, 0), sample(90'000, up, 0)}, 90'000), "up 0 90000...");
}

TEST(StateSeries, a_state_reported_after_a_silence_that_began_before_it_leaves_nothing_unmeasured) {
  EXPECT_EQ(sections_of({sample(100, up, 0), sample(1000, down, 90)}, 1000),
            "up 0 90, down 90 1000...");
}

TEST(StateSeries, a_state_that_went_and_came_again_unseen_was_not_measured_between) {
  EXPECT_EQ(sections_of({sample(100, up, 0), sample(115, up, 108)}, 115),
            "up 0 100, unmeasured 100 108, up 108 115...");
  EXPECT_EQ(sections_of({sample(100, down, 0), sample(115, down, 108)}, 115),
            "down 0 100, unmeasured 100 108, down 108 115...");
}

TEST(StateSeries, a_new_cause_of_the_same_trouble_loses_nothing) {
  EXPECT_EQ(sections_of({sample(100, degraded, 0), sample(115, degraded, 108)}, 115),
            "degraded 0 108, degraded 108 115...");
}

TEST(StateSeries, an_agent_that_comes_back_knowing_nothing_was_away_since_its_last_word) {
  EXPECT_EQ(sections_of({sample(85, up, 0), sample(100, up, 0), sample(160, unmeasured, 155)}, 160),
            "up 0 100, unmeasured 100 155, unmeasured 155 160...");
}

TEST(StateSeries, an_agent_that_was_always_heard_lost_sight_when_it_says) {
  EXPECT_EQ(sections_of({sample(85, up, 0), sample(100, up, 0), sample(115, unmeasured, 112)}, 115),
            "up 0 112, unmeasured 112 115...");
}

TEST(StateSeries, a_last_word_older_than_five_minutes_ends_the_line) {
  EXPECT_EQ(sections_of({sample(100, up, 0)}, 400), "up 0 400...");
  EXPECT_EQ(sections_of({sample(100, up, 0)}, 400.001), "up 0 100");
}

TEST(StateSeries, a_clock_set_back_neither_reorders_nor_doubles_time) {
  EXPECT_EQ(sections_of({sample(100, up, 50), sample(115, down, 20)}, 115), "down 50 115...");
}

TEST(StateSeries, no_samples_give_no_interval) {
  EXPECT_EQ(sections_of({}, 100), "");
}

TEST(StateSeries, names_the_causes_that_states_imply) {
  StateSeries series(hall_wifi());
  series.add(sample(10, unmeasured, 0));
  series.add(sample(20, planned, 15));
  series.add(sample(30, down, 25));
  series.add(sample(40, up, 35));
  const auto all = series.intervals(at(40));
  ASSERT_EQ(all.size(), 4U);
  EXPECT_EQ(all[0].cause, Cause::no_evidence);
  EXPECT_EQ(all[1].cause, Cause::maintenance);
  EXPECT_EQ(all[2].cause, Cause::unknown);
  EXPECT_EQ(all[3].cause, Cause::none);
}

}  // namespace
}  // namespace commune::central
