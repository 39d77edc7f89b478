#include "core/time/duration.hpp"

#include <gtest/gtest.h>

namespace commune {
namespace {

using namespace std::chrono_literals;

TEST(Duration, is_whole_numbers_with_units_the_largest_first) {
  EXPECT_EQ(parse_duration("500ms"), 500ms);
  EXPECT_EQ(parse_duration("30s"), 30s);
  EXPECT_EQ(parse_duration("15m"), 15min);
  EXPECT_EQ(parse_duration("12h"), 12h);
  EXPECT_EQ(parse_duration("30d"), 720h);
  EXPECT_EQ(parse_duration("0s"), 0s);
  EXPECT_EQ(parse_duration("2h30m"), 150min);
  EXPECT_EQ(parse_duration("1d90m1s1ms"), 24h + 90min + 1s + 1ms);
  EXPECT_EQ(parse_duration("1000000d"), 24'000'000h);
}

TEST(Duration, is_refused_in_any_other_form) {
  for (const char* wrong :
       {"", "30", "s", "30 s", "1.5s", "-1s", "30S", "30sec", "30s ", " 30s", "30m2h", "1h1h",
        "2h30", "h2", "1000001d", "1000000d1ms", "18446744073709551616s", "9223372036854775807d"})
    EXPECT_EQ(parse_duration(wrong), std::nullopt) << wrong;
}

TEST(Duration, is_written_in_its_largest_whole_unit) {
  EXPECT_EQ(duration_text(90s), "90s");
  EXPECT_EQ(duration_text(24h), "1d");
  EXPECT_EQ(duration_text(1'500ms), "1500ms");
  EXPECT_EQ(duration_text(0ms), "0s");
}

}  // namespace
}  // namespace commune
