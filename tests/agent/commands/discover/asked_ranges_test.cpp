#include "agent/commands/discover/asked_ranges.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::discover {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

// "10.0.0.1-10.0.0.2 ..." of all ranges.
std::string asked(const std::vector<std::string>& cidrs, bool large = false) {
  const auto ranges = asked_ranges(cidrs, large);
  if (!ranges) return ranges.error()[0].message();
  std::string text;
  for (const auto& [first, last] : ranges->ranges())
    text += (text.empty() ? "" : " ") + first.to_string() + "-" + last.to_string();
  return text;
}

TEST(AskedRanges, network_and_broadcast_addresses_are_left_out_up_to_30) {
  EXPECT_EQ(asked({"10.77.1.0/24"}), "10.77.1.1-10.77.1.254");
  EXPECT_EQ(asked({"10.77.1.4/30"}), "10.77.1.5-10.77.1.6");
  EXPECT_EQ(asked({"10.77.1.4/31"}), "10.77.1.4-10.77.1.5");
  EXPECT_EQ(asked({"10.77.1.4/32"}), "10.77.1.4-10.77.1.4");
  EXPECT_EQ(asked({"10.77.0.0/16"}), "10.77.0.1-10.77.255.254");
}

TEST(AskedRanges, a_single_address_is_itself) {
  EXPECT_EQ(asked({"10.77.1.9"}), "10.77.1.9-10.77.1.9");
  EXPECT_EQ(asked({"fd77::13"}), "fd77::13-fd77::13");
}

TEST(AskedRanges, ranges_that_overlap_are_swept_once) {
  EXPECT_EQ(asked({"10.77.1.0/24", "10.77.1.128/25", "10.77.1.7", "10.77.1.0/24"}),
            "10.77.1.1-10.77.1.254");
  EXPECT_EQ(asked({"10.77.2.0/24", "10.77.1.0/30"}), "10.77.1.1-10.77.1.2 10.77.2.1-10.77.2.254");
}

TEST(AskedRanges, ipv6_is_accepted_from_120_on) {
  EXPECT_EQ(asked({"fd77::100/120"}), "fd77::100-fd77::1ff");
  EXPECT_EQ(asked({"fd77::13/128"}), "fd77::13-fd77::13");
  EXPECT_EQ(asked({"fd77::/64"}),
            "fd77::/64: is too large to sweep: IPv6 accepts single addresses, and prefixes "
            "from /120 to /128");
}

TEST(AskedRanges, more_than_a_16_needs_to_be_asked_for) {
  EXPECT_EQ(asked({"10.76.0.0/15"}),
            "10.76.0.0/15: has 131072 addresses; more than 65536 (a /16) need --large");
  EXPECT_EQ(asked({"10.76.0.0/15"}, true), "10.76.0.1-10.77.255.254");
  EXPECT_THAT(asked({"10.76.0.0/16", "10.77.0.0/16"}), HasSubstr("need --large"));
}

TEST(AskedRanges, mistakes_say_what_would_be_right) {
  EXPECT_THAT(asked({"10.77.1.0/33"}), HasSubstr("\"33\" is not a prefix length: from 0 to 32"));
  EXPECT_THAT(asked({"10.77.1.0/"}), HasSubstr("\"\" is not a prefix length"));
  EXPECT_THAT(asked({"10.77.1.0/2 4"}), HasSubstr("\"2 4\" is not a prefix length"));
  EXPECT_THAT(asked({"10.77.1/24"}), StartsWith("10.77.1/24: is not an address range: write"));
  EXPECT_THAT(asked({"gateway.example"}), HasSubstr("host names are not looked up"));
  EXPECT_EQ(asked({"10.77.1.9/24"}),
            "10.77.1.9/24: has bits set after the prefix: write 10.77.1.0/24 for the range, "
            "10.77.1.9 for the one");
}

TEST(AskedRanges, every_mistake_is_reported) {
  const auto ranges = asked_ranges({"x", "10.0.0.0/24", "10.0.0.0/99"}, false);
  ASSERT_FALSE(ranges);
  EXPECT_EQ(ranges.error().size(), 2U);
}

TEST(AskedRanges, ranges_that_are_swept_only_by_mistake_are_refused) {
  EXPECT_THAT(asked({"224.0.0.0/24"}), HasSubstr("multicast"));
  EXPECT_THAT(asked({"255.255.255.255"}), HasSubstr("broadcast"));
  EXPECT_THAT(asked({"0.0.0.0/0"}, true), HasSubstr("0.0.0.0/8"));
  EXPECT_THAT(asked({"ff02::1"}), HasSubstr("multicast"));
  EXPECT_THAT(asked({"::"}), HasSubstr("is not the address of a device"));
}

TEST(AskedRanges, loopback_is_swept_only_if_it_is_named_directly) {
  EXPECT_EQ(asked({"127.0.0.1"}), "127.0.0.1-127.0.0.1");
  EXPECT_EQ(asked({"127.0.1.0/30"}), "127.0.1.1-127.0.1.2");
  EXPECT_EQ(asked({"::1"}), "::1-::1");
  EXPECT_THAT(asked({"126.0.0.0/7"}, true), HasSubstr("this machine itself"));
}

}  // namespace
}  // namespace commune::discover
