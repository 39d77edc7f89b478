#include "agent/commands/discover/kind.hpp"

#include "tests/agent/commands/discover/found.hpp"

#include <gtest/gtest.h>

namespace commune::discover {
namespace {

snmp::SurveyedDevice telling(std::set<std::string_view> quantities, std::string descr = {}) {
  snmp::SurveyedDevice device;
  device.quantities = std::move(quantities);
  device.sys_descr = std::move(descr);
  return device;
}

TEST(Kind, follows_the_devices_reports) {
  EXPECT_EQ(guessed_kind(telling({"pon.onu_up", "interface.up"})), DeviceKind::olt);
  EXPECT_EQ(guessed_kind(telling({"power.battery_charge"})), DeviceKind::ups);
  EXPECT_EQ(guessed_kind(telling({"cellular.rsrp"})), DeviceKind::cellular_gateway);
  EXPECT_EQ(guessed_kind(telling({"wifi.clients"})), DeviceKind::access_point);
  EXPECT_EQ(guessed_kind(telling({"radio.signal"})), DeviceKind::access_point);
}

TEST(Kind, follows_its_description) {
  EXPECT_EQ(guessed_kind(telling({}, "Network Loudspeaker 30 W")), DeviceKind::loudspeaker);
  EXPECT_EQ(guessed_kind(telling({}, "Managed Switch, 8 ports")), DeviceKind::switch_);
  EXPECT_EQ(guessed_kind(telling({}, "RouterOS RB760")), DeviceKind::router);
  EXPECT_EQ(guessed_kind(telling({}, "GPON ONU")), DeviceKind::onu);
}

TEST(Kind, bridges_are_switches_and_forwarders_routers) {
  auto device = telling({});
  device.bridge_ports = 10;
  EXPECT_EQ(guessed_kind(device), DeviceKind::switch_);
  device.forwards = true;
  EXPECT_EQ(guessed_kind(device), DeviceKind::router);
  auto layer_2 = telling({});
  layer_2.services = 2;
  EXPECT_EQ(guessed_kind(layer_2), DeviceKind::switch_);
}

TEST(Kind, the_family_decides_if_the_device_reports_nothing) {
  auto device = telling({}, "S0000-28F");
  device.family = "H3C and HPE switches and routers with Comware";
  EXPECT_EQ(guessed_kind(device), DeviceKind::switch_);
  device.forwards = true;
  EXPECT_EQ(guessed_kind(device), DeviceKind::router);
  auto station = telling({}, "Linux ipstation");
  station.family = "Zenitel IP stations: intercoms, loudspeakers";
  EXPECT_EQ(guessed_kind(station), DeviceKind::loudspeaker);
}

TEST(Kind, many_ports_make_a_switch_and_nothing_makes_other) {
  auto device = telling({"interface.up"});
  EXPECT_EQ(guessed_kind(device), DeviceKind::other);
  for (int i = 0; i < 5; ++i)
    device.interfaces.push_back(interface("ge" + std::to_string(i)));
  EXPECT_EQ(guessed_kind(device), DeviceKind::switch_);
}

}  // namespace
}  // namespace commune::discover
