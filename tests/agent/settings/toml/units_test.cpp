#include "agent/settings/toml/units.hpp"

#include <gtest/gtest.h>

namespace commune::settings {
namespace {

TEST(Units, durations_are_whole_numbers_with_a_unit) {
  EXPECT_EQ(parse_duration("500ms"), Milliseconds(500));
  EXPECT_EQ(parse_duration("30s"), Milliseconds(30'000));
  EXPECT_EQ(parse_duration("15m"), Milliseconds(900'000));
  EXPECT_EQ(parse_duration("12h"), Milliseconds(43'200'000));
  EXPECT_EQ(parse_duration("30d"), Milliseconds(2'592'000'000));
  for (const char* wrong : {"", "30", "s", "30 s", "1.5s", "-1s", "30S", "30sec", "30s ",
                            "18446744073709551616s", "9223372036854775807d"})
    EXPECT_EQ(parse_duration(wrong), std::nullopt) << wrong;
}

TEST(Units, sizes_count_in_thousands_or_in_1024s) {
  EXPECT_EQ(parse_size("64MiB"), 67'108'864U);
  EXPECT_EQ(parse_size("64MB"), 64'000'000U);
  EXPECT_EQ(parse_size("0B"), 0U);
  EXPECT_EQ(parse_size("64"), std::nullopt);
  EXPECT_EQ(parse_size("64mb"), std::nullopt);
}

TEST(Units, rates_are_bits_and_become_bytes_a_second) {
  EXPECT_EQ(parse_rate("100Mbit"), 12'500'000.0);
  EXPECT_EQ(parse_rate("9600bit"), 1'200.0);
  EXPECT_EQ(parse_rate("100MB"), std::nullopt);
}

TEST(Units, a_duration_is_told_in_its_largest_whole_unit) {
  EXPECT_EQ(to_text(Milliseconds(90'000)), "90s");
  EXPECT_EQ(to_text(Milliseconds(86'400'000)), "1d");
  EXPECT_EQ(to_text(Milliseconds(1'500)), "1500ms");
  EXPECT_EQ(to_text(Milliseconds(0)), "0s");
}

}  // namespace
}  // namespace commune::settings
