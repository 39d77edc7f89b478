#include "agent/commands/discover/uplinks.hpp"

#include "tests/agent/commands/discover/found.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::discover {
namespace {

using testing::ElementsAre;

std::vector<std::string> names(const std::vector<snmp::SurveyedInterface>& interfaces) {
  std::vector<std::string> found;
  for (const Uplink& uplink : uplinks(interfaces))
    found.push_back(uplink.interface);
  return found;
}

TEST(Uplinks, the_default_route_counts_most) {
  auto vlan = interface("vlan7");
  vlan.type = 135;
  vlan.default_route = true;
  const auto found = uplinks({interface("sfp1", true, 1e10, 5), vlan, interface("ge1")});
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].interface, "sfp1");
  EXPECT_THAT(found[0].signs, ElementsAre("name", "fastest", "most traffic"));
  EXPECT_EQ(found[1].interface, "vlan7");
  EXPECT_THAT(found[1].signs, ElementsAre("default route"));
}

TEST(Uplinks, name_or_alias_may_say_so) {
  auto aliased = interface("ge3");
  aliased.alias = "Uplink to OLT";
  EXPECT_THAT(names({interface("wan"), aliased, interface("ge1"), interface("wlan0")}),
              ElementsAre("wan", "ge3"));
}

TEST(Uplinks, speed_and_traffic_together_are_enough) {
  EXPECT_THAT(names({interface("ge1", true, 1e8, 10), interface("ge2", true, 1e9, 500),
                     interface("ge3", true, 1e8, 20)}),
              ElementsAre("ge2"));
}

TEST(Uplinks, equal_ports_of_a_switch_are_not_uplinks) {
  EXPECT_THAT(names({interface("ge1", true, 1e9, 10), interface("ge2", true, 1e9, 500),
                     interface("ge3", true, 1e9, 20)}),
              ElementsAre());
}

TEST(Uplinks, a_loopback_or_an_interface_that_is_down_is_not_an_uplink) {
  auto loopback = interface("lo", true, 1e10, 1e12);
  loopback.type = 24;
  EXPECT_THAT(names({interface("sfp1", false), loopback, interface("ge1")}), ElementsAre());
}

TEST(Uplinks, a_bridge_carries_its_ports_traffic_a_second_time) {
  auto bridge = interface("br0", true, 1e9, 700);
  bridge.type = 209;
  EXPECT_THAT(names({bridge, interface("eth0", true, 1e9, 500), interface("eth1", true, 1e8, 3)}),
              ElementsAre("eth0"));
}

}  // namespace
}  // namespace commune::discover
