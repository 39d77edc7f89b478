#include "collectors/throughput/line.hpp"

#include <gtest/gtest.h>

namespace commune::throughput {
namespace {

constexpr std::string_view kDevices =
    "Inter-|   Receive                                                |  Transmit\n"
    " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs\n"
    "    lo:  176      2    0    0    0     0          0         0      177       2    0    0    0 "
    " "
    "   0       0          0\n"
    "  eth0: 60682400    7324    0    0    0     0          0         0  5824882    6885    0    0 "
    " "
    "  0     0       0          0\n"
    "eth0.5:1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n";

TEST(LineCounters, are_those_of_the_interface_that_is_named) {
  EXPECT_EQ(line_count(kDevices, "eth0"), (LineCount{60682400, 5824882}));
  EXPECT_EQ(line_count(kDevices, "lo"), (LineCount{176, 177}));
  EXPECT_EQ(line_count(kDevices, "eth0.5"), (LineCount{1, 9}));
  EXPECT_FALSE(line_count(kDevices, "eth"));
  EXPECT_FALSE(line_count(kDevices, ""));
  EXPECT_FALSE(line_count("eth0: 1 2", "eth0"));
}

TEST(LineCounters, of_this_machine_are_there_for_loopback) {
  const KernelCounters counters;
  EXPECT_TRUE(counters.read("lo"));
  const auto none = counters.read("commune-none");
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().message(), "interface commune-none: there is none of this name");
}

constexpr std::string_view kHead =
    "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n";

TEST(DefaultRoute, is_the_one_of_the_least_metric) {
  std::string routes(kHead);
  routes +=
      "wlan0\t00000000\t0101A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0\n"
      "eth1\t0001A8C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n"
      "eth0\t00000000\t0101A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n";
  EXPECT_EQ(default_route(routes, ""), "eth0");
}

TEST(DefaultRoute, is_looked_for_among_those_of_ipv6_next) {
  constexpr std::string_view kRoutes =
      "fd770000000000000000000000000000 40 00000000000000000000000000000000 00 "
      "00000000000000000000000000000000 00000100 00000001 00000000 00000001     eth1\n"
      "00000000000000000000000000000000 00 00000000000000000000000000000000 00 "
      "fe800000000000000000000000000001 00000400 00000001 00000000 00000003     eth0\n"
      "00000000000000000000000000000000 00 00000000000000000000000000000000 00 "
      "00000000000000000000000000000000 ffffffff 00000001 00000000 00200200       lo\n";
  EXPECT_EQ(default_route(kHead, kRoutes), "eth0");
}

TEST(DefaultRoute, may_be_missing) {
  EXPECT_FALSE(default_route(kHead, ""));
  EXPECT_FALSE(default_route("", "garbage\n\n"));
}

}  // namespace
}  // namespace commune::throughput
