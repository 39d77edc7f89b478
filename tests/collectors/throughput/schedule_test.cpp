#include "collectors/throughput/schedule.hpp"

#include <random>

#include "tests/collectors/throughput/samples.hpp"

#include <gtest/gtest.h>

namespace commune::throughput {
namespace {

using namespace std::chrono_literals;

LedgerTime next(const SpeedTest& test, const Past& past, Place place, LedgerTime now) {
  const auto start = next_start(test, past, place, calendar(), now);
  EXPECT_TRUE(start);
  return start ? start->at : LedgerTime{};
}

TEST(ThroughputSchedule, the_first_run_is_in_the_next_window_at_the_gateways_own_place) {
  const auto early = next(speed_test(), {}, {0, 0}, at("2026-11-25T13:15"));
  EXPECT_EQ(early, at("2026-11-26T01:00"));
  const auto late = next(speed_test(), {}, {0.5, 0}, at("2026-11-25T13:15"));
  EXPECT_GT(late, at("2026-11-26T02:30"));
  EXPECT_LT(late, at("2026-11-26T02:36"));
}

TEST(ThroughputSchedule, two_gateways_have_different_places_and_keep_them) {
  EXPECT_NE(own_place("office", "fibre"), own_place("school", "fibre"));
  EXPECT_EQ(own_place("office", "fibre"), own_place("office", "fibre"));
}

TEST(ThroughputSchedule, a_run_ends_within_its_window_wherever_it_is_placed) {
  for (int own = 0; own < 10; ++own)
    for (int chance = 0; chance < 10; ++chance) {
      const auto start = next_start(speed_test(), {}, {own / 10.0, chance / 10.0}, calendar(),
                                    at("2026-11-25T13:15"));
      ASSERT_TRUE(start);
      EXPECT_GE(start->at, at("2026-11-26T01:00"));
      EXPECT_LE(start->at + longest_run(speed_test()), at("2026-11-26T05:00"));
      EXPECT_EQ(start->window, at("2026-11-26T01:00"));
      EXPECT_EQ(start->latest + longest_run(speed_test()), at("2026-11-26T05:00"));
    }
}

TEST(ThroughputSchedule, once_a_day_is_once_a_day_whether_early_or_late_before) {
  for (const char* done : {"2026-11-26T01:00", "2026-11-26T03:00", "2026-11-26T04:58"}) {
    Past past;
    past.done = at(done);
    const auto start = next(speed_test(), past, {0.3, 0.5}, at(done) + 1min);
    EXPECT_GE(start, at("2026-11-27T01:00")) << done;
    EXPECT_LE(start, at("2026-11-27T05:00")) << done;
  }
}

TEST(ThroughputSchedule, a_missed_window_is_not_made_up_for) {
  Past past;
  past.done = at("2026-11-10T02:00");
  EXPECT_GE(next(speed_test(), past, {0, 0}, at("2026-11-25T13:15")), at("2026-11-26T01:00"));
}

TEST(ThroughputSchedule, an_agent_that_starts_within_the_window_runs_a_little_later_by_chance) {
  const auto now = at("2026-11-26T03:00");
  EXPECT_EQ(next(speed_test(), {}, {0, 0.5}, now), now + 5min);
  EXPECT_EQ(next(speed_test(), {}, {0, 0}, now), now);
}

TEST(ThroughputAppointment, a_late_start_comes_although_it_is_asked_for_every_minute) {
  Appointment appointment;
  const auto ask = [&](LedgerTime now) {
    return appointment.next(speed_test(), {}, {0, 0.5}, calendar(), now)->at;
  };
  const auto began = at("2026-11-26T03:00");
  for (const auto passed : {0min, 1min, 4min, 5min, 6min})
    EXPECT_EQ(ask(began + passed), began + 5min);
  EXPECT_EQ(ask(began - 30min), began - 25min) << "the clock was set back";
  EXPECT_GE(ask(at("2026-11-26T05:00")), at("2026-11-27T01:00")) << "it was missed";
}

TEST(ThroughputAppointment, is_found_again_after_a_run_and_for_another_test) {
  Appointment appointment;
  const auto now = at("2026-11-26T03:00");
  EXPECT_EQ(appointment.next(speed_test(), {}, {0, 0.5}, calendar(), now)->at, now + 5min);
  SpeedTest other = speed_test();
  other.windows = {{4h, 5h}};
  EXPECT_EQ(appointment.next(other, {}, {0, 0.5}, calendar(), now + 1min)->window, now + 1h);
  Past past;
  past.done = now + 5min;
  EXPECT_GE(appointment.next(other, past, {0, 0.5}, calendar(), now + 6min)->at,
            at("2026-11-27T04:00"));
}

TEST(ThroughputSchedule, every_hour_is_an_hour_after_the_last_with_some_chance) {
  SpeedTest test = speed_test();
  test.windows = {{0h, 24h}};
  test.interval = 1h;
  Past past;
  past.done = at("2026-11-25T10:00");
  EXPECT_EQ(next(test, past, {0, 0}, at("2026-11-25T10:01")), at("2026-11-25T11:00"));
  EXPECT_EQ(next(test, past, {0, 0.5}, at("2026-11-25T10:01")), at("2026-11-25T11:03"));
}

TEST(ThroughputSchedule, every_week_leaves_the_windows_of_six_days_out) {
  SpeedTest test = speed_test();
  test.interval = 24h * 7;
  Past past;
  past.done = at("2026-11-20T03:00");
  const auto start = next(test, past, {0.2, 0.2}, at("2026-11-20T04:00"));
  EXPECT_GE(start, at("2026-11-26T23:00"));
  EXPECT_LE(start, at("2026-11-27T05:00"));
}

TEST(ThroughputSchedule, a_run_that_found_nothing_is_tried_again_three_times_in_its_window) {
  Past past;
  past.attempt = at("2026-11-26T01:30");
  past.attempts = 1;
  EXPECT_EQ(next(speed_test(), past, {0, 0}, at("2026-11-26T01:31")), at("2026-11-26T01:40"));
  EXPECT_EQ(next(speed_test(), past, {0, 0.8}, at("2026-11-26T01:31")), at("2026-11-26T01:44"));
  past.attempts = kMostAttempts;
  EXPECT_EQ(next(speed_test(), past, {0, 0}, at("2026-11-26T01:31")), at("2026-11-27T01:00"));
}

TEST(ThroughputSchedule, attempts_of_yesterday_do_not_count_today) {
  Past past;
  past.attempt = at("2026-11-25T01:30");
  past.attempts = kMostAttempts;
  EXPECT_EQ(next(speed_test(), past, {0, 0}, at("2026-11-25T06:00")), at("2026-11-26T01:00"));
}

TEST(ThroughputSchedule, a_window_may_last_past_midnight_but_no_run_crosses_it) {
  SpeedTest test = speed_test();
  test.windows = {{22h, 2h}};
  EXPECT_EQ(next(test, {}, {0, 0}, at("2026-11-25T13:15")), at("2026-11-25T22:00"));
  EXPECT_EQ(next(test, {}, {0, 0}, at("2026-11-26T01:00")), at("2026-11-26T01:00"));
  EXPECT_EQ(next(test, {}, {0, 0}, at("2026-11-25T23:59:30")), at("2026-11-26T00:00"));
}

TEST(ThroughputSchedule, the_sooner_of_two_windows_is_next) {
  SpeedTest test = speed_test();
  test.interval = 1h;
  test.windows = {{13h, 14h}, {1h, 5h}};
  EXPECT_EQ(next(test, {}, {0, 0}, at("2026-11-25T06:00")), at("2026-11-25T13:00"));
  EXPECT_EQ(next(test, {}, {0, 0}, at("2026-11-25T15:00")), at("2026-11-26T01:00"));
}

TEST(ThroughputSchedule, a_last_run_in_the_future_was_dated_by_a_wrong_clock) {
  Past past;
  past.done = at("2036-01-01T01:00");
  EXPECT_EQ(next(speed_test(), past, {0, 0}, at("2026-11-25T13:15")), at("2026-11-26T01:00"));
}

TEST(ThroughputSchedule, without_a_window_there_is_no_run) {
  SpeedTest test = speed_test();
  test.windows.clear();
  EXPECT_FALSE(next_start(test, {}, {}, calendar(), at("2026-11-25T13:15")));
}

// A month of days with good and bad runs.
TEST(ThroughputSchedule, never_runs_outside_of_its_windows_nor_more_often_than_it_may) {
  std::mt19937 random(7);
  std::uniform_real_distribution<double> chance(0, 1);
  Past past;
  int done = 0, tried = 0;
  for (LedgerTime now = at("2026-11-01"); now < at("2026-12-01");) {
    const auto start = next_start(speed_test(), past, {0.4, chance(random)}, calendar(), now);
    ASSERT_TRUE(start);
    ASSERT_GE(start->at, now);
    const auto of_day = start->at - calendar().start_of(Period::day, start->at);
    ASSERT_GE(of_day, 1h);
    ASSERT_LE(of_day, 5h - longest_run(speed_test()));
    ++tried;
    now = start->at + 1min;
    if (chance(random) < 0.5) {
      past.done = start->at;
      past.attempts = 0;
      ++done;
    } else {
      const bool same = past.attempt && *past.attempt >= start->window;
      past.attempts = same ? past.attempts + 1 : 1;
      past.attempt = start->at;
    }
  }
  EXPECT_LE(done, 30);
  EXPECT_GE(done, 20);
  EXPECT_LE(tried, 30 * kMostAttempts);
}

}  // namespace
}  // namespace commune::throughput
