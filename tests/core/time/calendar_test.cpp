// Periods and times in the commune's time zone, clock changes included.
#include "core/time/calendar.hpp"

#include <gtest/gtest.h>

namespace commune {
namespace {

Calendar in(const std::string& zone) {
  return *Calendar::in(zone);
}

LedgerTime at(const std::string& utc) {
  return *in("UTC").parse(utc);
}

TEST(Calendar, writes_times_with_the_offset_of_the_zone) {
  const auto time = at("2026-11-25T06:15:07Z") + Milliseconds(250);
  EXPECT_EQ(in("Asia/Ho_Chi_Minh").text(time), "2026-11-25T13:15:07+07:00");
  EXPECT_EQ(in("Asia/Ho_Chi_Minh").exact_text(time), "2026-11-25T13:15:07.250+07:00");
  EXPECT_EQ(in("Asia/Ho_Chi_Minh").exact_text(at("2026-11-25T06:15Z")),
            "2026-11-25T13:15:00+07:00");
  EXPECT_EQ(in("Asia/Ho_Chi_Minh").short_text(time), "25/11/2026 13:15");
  EXPECT_EQ(in("America/St_Johns").text(time), "2026-11-25T02:45:07-03:30");
}

TEST(Calendar, months_weeks_days_and_hours_begin_by_local_time) {
  const auto commune = in("Asia/Ho_Chi_Minh");
  const auto time = at("2026-11-30T17:30:00Z");  // 1 December, 00:30 there: a Tuesday.
  EXPECT_EQ(commune.text(commune.start_of(Period::month, time)), "2026-12-01T00:00:00+07:00");
  EXPECT_EQ(commune.text(commune.start_of(Period::week, time)), "2026-11-30T00:00:00+07:00");
  EXPECT_EQ(commune.text(commune.start_of(Period::day, time)), "2026-12-01T00:00:00+07:00");
  EXPECT_EQ(commune.text(commune.start_of(Period::hour, time)), "2026-12-01T00:00:00+07:00");
  EXPECT_EQ(commune.text(commune.next(Period::month, time)), "2027-01-01T00:00:00+07:00");
  EXPECT_EQ(commune.text(commune.next(Period::week, time)), "2026-12-07T00:00:00+07:00");
  EXPECT_EQ(commune.text(commune.next(Period::hour, time)), "2026-12-01T01:00:00+07:00");
}

TEST(Calendar, a_day_of_a_clock_change_has_23_or_25_hours) {
  const auto berlin = in("Europe/Berlin");
  const auto spring = berlin.start_of(Period::day, at("2026-03-29T12:00Z"));
  EXPECT_EQ(berlin.next(Period::day, spring) - spring, std::chrono::hours(23));
  const auto autumn = berlin.start_of(Period::day, at("2026-10-25T12:00Z"));
  EXPECT_EQ(berlin.next(Period::day, autumn) - autumn, std::chrono::hours(25));
  int hours = 0;
  for (auto hour = autumn; hour < berlin.next(Period::day, autumn);
       hour = berlin.next(Period::hour, hour))
    ++hours;
  EXPECT_EQ(hours, 25);
}

TEST(Calendar, takes_what_people_type) {
  const auto commune = in("Asia/Ho_Chi_Minh");
  EXPECT_EQ(*commune.parse("2026-11"), at("2026-10-31T17:00Z"));
  EXPECT_EQ(*commune.parse("2026-11-25"), at("2026-11-24T17:00Z"));
  EXPECT_EQ(*commune.parse("2026-11-25T13:15"), at("2026-11-25T06:15Z"));
  EXPECT_EQ(*commune.parse("2026-11-25 13:15:30"), at("2026-11-25T06:15:30Z"));
  EXPECT_EQ(*commune.parse("2026-11-25T13:15:30Z"), at("2026-11-25T13:15:30Z"));
  EXPECT_EQ(*commune.parse("2026-11-25T13:15:30+01:00"), at("2026-11-25T12:15:30Z"));
}

TEST(Calendar, refuses_text_that_is_not_a_time) {
  for (const char* text :
       {"", "2026", "2026-13", "2026-02-30", "25/11/2026", "2026-11-25T25:00", "2026-11-25x"}) {
    const auto time = in("UTC").parse(text);
    ASSERT_FALSE(time) << text;
    EXPECT_NE(time.error().what.find("2026-11-25T13:15"), std::string::npos) << time.error().what;
  }
}

TEST(Calendar, refuses_a_zone_that_is_not_there) {
  EXPECT_EQ(Calendar::in("Asia/Kep").error().message(),
            "time zone \"Asia/Kep\" is not known to this machine (is tzdata installed?)");
}

}  // namespace
}  // namespace commune
