#include "agent/settings/toml/units.hpp"

#include <gtest/gtest.h>

namespace commune::settings {
namespace {

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

}  // namespace
}  // namespace commune::settings
