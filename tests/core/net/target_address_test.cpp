#include "core/net/target_address.hpp"

#include <gtest/gtest.h>

namespace commune {
namespace {

using namespace std::chrono_literals;

const MonoTime kStart{1000s};
const Address kFirst = asio::ip::make_address("10.0.0.1");
const Address kSecond = asio::ip::make_address("10.0.0.2");

TEST(NumericAddress, reads_both_families_and_no_names) {
  EXPECT_EQ(numeric_address("10.0.0.1"), kFirst);
  EXPECT_EQ(numeric_address("::ffff:10.0.0.1"), kFirst);
  EXPECT_EQ(numeric_address("fd00::1")->to_string(), "fd00::1");
  EXPECT_EQ(numeric_address("ap-7.example"), std::nullopt);
  EXPECT_EQ(numeric_address("10.0.0.256"), std::nullopt);
}

TEST(NumericAddress, keeps_the_zone_only_where_it_means_something) {
  EXPECT_EQ(numeric_address("fe80::1%1")->to_v6().scope_id(), 1u);
  EXPECT_EQ(numeric_address("fd00::1%1")->to_v6().scope_id(), 0u);
}

TEST(SocketAddress, goes_there_and_back) {
  for (const char* text : {"10.0.0.1", "fd00::1", "fe80::1%1"}) {
    socklen_t length = 0;
    const auto raw = to_socket_address(*numeric_address(text), length);
    EXPECT_EQ(from_socket_address(raw), numeric_address(text));
  }
}

TEST(TargetAddress, needs_no_look_up_for_a_numeric_address) {
  const TargetAddress target("10.0.0.1");
  EXPECT_EQ(target.current(), kFirst);
  EXPECT_FALSE(target.wants_look_up(kStart, true));
}

TEST(TargetAddress, looks_a_name_up_at_once_and_every_five_minutes) {
  TargetAddress target("ap-7.example");
  EXPECT_EQ(target.current(), std::nullopt);
  EXPECT_EQ(target.failure(), "");
  EXPECT_TRUE(target.wants_look_up(kStart, false));
  target.look_up_started();
  EXPECT_FALSE(target.wants_look_up(kStart + 1h, false));
  target.resolved({kFirst}, kStart);
  EXPECT_EQ(target.current(), kFirst);
  EXPECT_FALSE(target.wants_look_up(kStart + 299s, false));
  EXPECT_TRUE(target.wants_look_up(kStart + 300s, false));
}

TEST(TargetAddress, is_looked_up_again_soon_after_a_failure_or_when_the_target_is_silent) {
  TargetAddress target("ap-7.example");
  target.not_resolved("Name or service not known", kStart);
  EXPECT_EQ(target.failure(), "cannot resolve ap-7.example: Name or service not known");
  EXPECT_FALSE(target.wants_look_up(kStart + 29s, false));
  EXPECT_TRUE(target.wants_look_up(kStart + 30s, false));
  target.resolved({kFirst}, kStart + 30s);
  EXPECT_EQ(target.failure(), "");
  EXPECT_FALSE(target.wants_look_up(kStart + 60s, false));
  EXPECT_TRUE(target.wants_look_up(kStart + 60s, true));
}

TEST(TargetAddress, stays_when_dns_dies) {
  TargetAddress target("ap-7.example");
  target.resolved({kFirst}, kStart);
  target.not_resolved("Temporary failure in name resolution", kStart + 300s);
  EXPECT_EQ(target.current(), kFirst);
}

TEST(TargetAddress, stays_as_long_as_it_is_one_of_the_names_addresses) {
  TargetAddress target("ap-7.example");
  target.resolved({kFirst, kSecond}, kStart);
  target.resolved({kSecond, kFirst}, kStart + 300s);
  EXPECT_EQ(target.current(), kFirst);
  target.resolved({kSecond}, kStart + 600s);
  EXPECT_EQ(target.current(), kSecond);
  target.resolved({}, kStart + 900s);
  EXPECT_EQ(target.current(), kSecond);
  EXPECT_EQ(target.failure(), "cannot resolve ap-7.example: it has no address");
}

}  // namespace
}  // namespace commune
