#include "agent/commands/discover/upstreams.hpp"

#include "agent/commands/discover/next_hop.hpp"
#include "agent/commands/discover/same_device.hpp"
#include "tests/agent/commands/discover/found.hpp"

#include <gtest/gtest.h>

namespace commune::discover {
namespace {

// gateway - switch - ap, neighbour by the switch alone.
std::vector<FoundDevice> chain() {
  std::vector<FoundDevice> devices = {found("10.0.0.1", "gateway"), found("10.0.0.2", "switch"),
                                      found("10.0.0.3", "ap")};
  devices[0].device.interfaces = {interface("ether2")};
  devices[1].device.neighbours = {neighbour("sfp1", "gateway", "ether2"),
                                  neighbour("ge4", "ap", "nobody-knows")};
  return devices;
}

TEST(Attachments, list_each_pair_once_with_the_reported_ports) {
  const auto pairs = attachments(chain());
  ASSERT_EQ(pairs.size(), 2U);
  EXPECT_EQ(pairs[0].a, 0U);
  EXPECT_EQ(pairs[0].b, 1U);
  EXPECT_EQ(pairs[0].port_of_a, "ether2");
  EXPECT_EQ(pairs[0].port_of_b, "sfp1");
  EXPECT_EQ(pairs[1].port_of_a, "ge4");
  EXPECT_EQ(pairs[1].port_of_b, "");
}

TEST(Attachments, a_devices_own_report_of_its_port_takes_precedence) {
  auto devices = chain();
  devices[0].device.interfaces.push_back(interface("ether3"));
  devices[0].device.neighbours = {neighbour("ether3", "switch", "sfp9")};
  const auto pairs = attachments(devices);
  ASSERT_EQ(pairs.size(), 2U);
  EXPECT_EQ(pairs[0].port_of_a, "ether3");
  EXPECT_EQ(pairs[0].port_of_b, "sfp1");
}

TEST(Attachments, a_neighbour_is_identified_by_chassis_then_address_then_name) {
  auto devices = chain();
  devices[1].device.neighbours.resize(1);
  auto& neighbour = devices[1].device.neighbours[0];
  neighbour.sys_name = "ap";
  neighbour.addresses = {address("10.0.0.3")};
  neighbour.chassis = {4, "aa:bb:cc:dd:ee:01"};
  devices[0].device.chassis = neighbour.chassis;
  ASSERT_EQ(attachments(devices).size(), 1U);
  EXPECT_EQ(attachments(devices)[0].a, 0U);
  devices[0].device.chassis = {};
  ASSERT_EQ(attachments(devices).size(), 1U);
  EXPECT_EQ(attachments(devices)[0].b, 2U);
}

TEST(Attachments, a_name_of_several_devices_identifies_none) {
  auto devices = chain();
  devices.push_back(found("10.0.0.4", "ap"));
  EXPECT_EQ(attachments(devices).size(), 1U);
}

TEST(Upstreams, lead_to_the_root_by_the_shortest_way) {
  const auto devices = chain();
  const auto ways = upstreams(3, attachments(devices), 0);
  EXPECT_FALSE(ways[0]);
  ASSERT_TRUE(ways[1]);
  EXPECT_EQ(ways[1]->device, 0U);
  EXPECT_EQ(ways[1]->port, "sfp1");
  ASSERT_TRUE(ways[2]);
  EXPECT_EQ(ways[2]->device, 1U);
  EXPECT_EQ(ways[2]->port, "");
}

TEST(Upstreams, a_ring_is_cut_where_both_ways_are_equally_long) {
  // 0 - 1 - 3 - 2 - 0
  const std::vector<Attachment> ring = {
      {0, 1, "", ""}, {0, 2, "", ""}, {1, 3, "", ""}, {2, 3, "", ""}};
  const auto ways = upstreams(4, ring, 0);
  EXPECT_EQ(ways[1]->device, 0U);
  EXPECT_EQ(ways[2]->device, 0U);
  EXPECT_EQ(ways[3]->device, 1U);
}

TEST(Upstreams, devices_without_a_way_to_the_root_have_none) {
  const auto ways = upstreams(3, {{1, 2, "", ""}}, 0);
  EXPECT_FALSE(ways[1]);
  EXPECT_FALSE(ways[2]);
}

TEST(NextHop, is_the_gateway_of_the_default_route_with_the_least_metric) {
  constexpr std::string_view kRoutes =
      "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n"
      "wwan0\t00000000\t01FE4D0A\t0003\t0\t0\t700\t00000000\t0\t0\t0\n"
      "eth0\t00000000\t01014D0A\t0003\t0\t0\t100\t00000000\t0\t0\t0\n"
      "eth0\t00014D0A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n";
  EXPECT_EQ(default_gateway(kRoutes), address("10.77.1.1"));
  EXPECT_FALSE(default_gateway(kRoutes.substr(0, kRoutes.find('\n') + 1)));
  EXPECT_FALSE(default_gateway(""));
}

FoundDevice router(const std::string& at, const std::vector<std::string>& own) {
  auto device = found(at, "gw");
  for (const auto& one : own)
    device.device.addresses.push_back(address(one));
  return device;
}

TEST(SameDevice, a_router_at_two_of_its_addresses_is_one_device) {
  const std::vector<std::string> own = {"10.0.0.1", "10.0.1.1", "192.168.1.1"};
  const auto nobody = [](const Address&) { return false; };
  const auto once = each_once({router("10.0.0.1", own), router("10.0.1.1", own)}, nobody);
  ASSERT_EQ(once.size(), 1U);
  EXPECT_EQ(once[0].address, address("10.0.0.1"));
  EXPECT_EQ(once[0].also_at, std::vector{address("10.0.1.1")});
  EXPECT_TRUE(has_address(once[0], address("192.168.1.1")));
  EXPECT_FALSE(found_at(once[0], address("192.168.1.1")));
}

TEST(SameDevice, the_known_address_stays_the_first) {
  const std::vector<std::string> own = {"10.0.0.1", "10.0.1.1"};
  const auto known = [](const Address& one) { return one == address("10.0.1.1"); };
  const auto once = each_once({router("10.0.0.1", own), router("10.0.1.1", own)}, known);
  ASSERT_EQ(once.size(), 1U);
  EXPECT_EQ(once[0].address, address("10.0.1.1"));
}

TEST(SameDevice, two_devices_of_one_model_are_two) {
  const auto nobody = [](const Address&) { return false; };
  EXPECT_EQ(each_once({router("10.0.0.1", {"10.0.0.1", "192.168.1.1"}),
                       router("10.0.0.2", {"10.0.0.2", "192.168.1.1"})},
                      nobody)
                .size(),
            2U);
}

}  // namespace
}  // namespace commune::discover
