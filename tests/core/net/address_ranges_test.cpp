#include "core/net/address_ranges.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace commune {
namespace {

Address address(const std::string& text) {
  return numeric_address(text).value();
}

AddressRange range(const std::string& first, const std::string& last) {
  return {address(first), address(last)};
}

TEST(AddressRanges, overlapping_and_repeated_ranges_are_one) {
  const AddressRanges ranges({range("10.0.1.0", "10.0.1.255"), range("10.0.0.5", "10.0.0.9"),
                              range("10.0.0.7", "10.0.0.20"), range("10.0.0.5", "10.0.0.9")});
  EXPECT_EQ(ranges.ranges(),
            (std::vector{range("10.0.0.5", "10.0.0.20"), range("10.0.1.0", "10.0.1.255")}));
  EXPECT_EQ(ranges.size(), 16U + 256U);
}

TEST(AddressRanges, a_range_within_another_adds_nothing) {
  const AddressRanges ranges({range("10.0.0.1", "10.0.0.254"), range("10.0.0.3", "10.0.0.4")});
  EXPECT_EQ(ranges.size(), 254U);
}

TEST(AddressRanges, gives_each_address_by_its_position) {
  const AddressRanges ranges({range("10.0.0.254", "10.0.1.1"), range("fd77::fe", "fd77::ff")});
  std::vector<std::string> all;
  for (std::uint64_t i = 0; i < ranges.size(); ++i)
    all.push_back(ranges.at(i).to_string());
  EXPECT_EQ(all, (std::vector<std::string>{"10.0.0.254", "10.0.0.255", "10.0.1.0", "10.0.1.1",
                                           "fd77::fe", "fd77::ff"}));
}

TEST(AddressRanges, knows_what_is_in_it_and_of_which_family) {
  const AddressRanges ranges({range("10.0.0.1", "10.0.0.254")});
  EXPECT_TRUE(ranges.contains(address("10.0.0.1")));
  EXPECT_TRUE(ranges.contains(address("10.0.0.254")));
  EXPECT_FALSE(ranges.contains(address("10.0.0.255")));
  EXPECT_FALSE(ranges.contains(address("fd77::1")));
  EXPECT_TRUE(ranges.has(Family::v4));
  EXPECT_FALSE(ranges.has(Family::v6));
}

TEST(AddressRanges, the_whole_of_ipv4_is_counted_without_overflow) {
  const AddressRanges ranges({range("0.0.0.0", "255.255.255.255")});
  EXPECT_EQ(ranges.size(), std::uint64_t{1} << 32);
  EXPECT_EQ(ranges.at(ranges.size() - 1).to_string(), "255.255.255.255");
}

TEST(AddressRanges, nothing_is_empty) {
  EXPECT_EQ(AddressRanges().size(), 0U);
  EXPECT_FALSE(AddressRanges().contains(address("10.0.0.1")));
}

}  // namespace
}  // namespace commune
