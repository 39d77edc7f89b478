// What a survey makes of a device's tables: interfaces, default route, neighbours by LLDP.
#include <stdexcept>

#include "collectors/snmp/survey/survey_profile.hpp"
#include "collectors/snmp/survey/surveyed_device.hpp"
#include "tests/collectors/snmp/profile/walk_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::snmp {
namespace {

// A switch of two copper ports and an SFP, seen by LLDP on the SFP.
constexpr std::string_view kSwitch = R"(
1.3.6.1.2.1.1.1.0 STRING "Managed switch"
1.3.6.1.2.1.1.5.0 STRING "sw-nha-van-hoa"
1.3.6.1.2.1.1.7.0 INTEGER 2
1.3.6.1.2.1.4.1.0 INTEGER 2
1.3.6.1.2.1.17.1.2.0 INTEGER 3
1.3.6.1.2.1.4.24.4.1.5.0.0.0.0.0.0.0.0.0.10.77.1.1 INTEGER 9
1.3.6.1.2.1.4.24.4.1.5.10.77.0.0.255.255.0.0.0.0.0.0.0 INTEGER 1
1.3.6.1.2.1.2.2.1.2.1 STRING "Port 1"
1.3.6.1.2.1.2.2.1.2.9 STRING "Port 9"
1.3.6.1.2.1.2.2.1.3.1 INTEGER 6
1.3.6.1.2.1.2.2.1.3.9 INTEGER 6
1.3.6.1.2.1.2.2.1.5.1 GAUGE32 100000000
1.3.6.1.2.1.2.2.1.5.9 GAUGE32 4294967295
1.3.6.1.2.1.2.2.1.6.9 HEX 00 11 22 33 44 59
1.3.6.1.2.1.2.2.1.8.1 INTEGER 2
1.3.6.1.2.1.2.2.1.8.9 INTEGER 1
1.3.6.1.2.1.2.2.1.10.1 COUNTER32 7
1.3.6.1.2.1.31.1.1.1.1.9 STRING "sfp1"
1.3.6.1.2.1.31.1.1.1.6.9 COUNTER64 5000000000
1.3.6.1.2.1.31.1.1.1.10.9 COUNTER64 1
1.3.6.1.2.1.31.1.1.1.15.9 GAUGE32 10000
1.3.6.1.2.1.31.1.1.1.18.9 STRING "to exchange"
1.0.8802.1.1.2.1.3.1.0 INTEGER 4
1.0.8802.1.1.2.1.3.2.0 HEX 00 11 22 33 44 50
1.0.8802.1.1.2.1.3.7.1.2.49 INTEGER 5
1.0.8802.1.1.2.1.3.7.1.3.49 STRING "sfp1"
1.0.8802.1.1.2.1.4.1.1.4.0.49.1 INTEGER 4
1.0.8802.1.1.2.1.4.1.1.5.0.49.1 HEX AA BB CC DD EE 01
1.0.8802.1.1.2.1.4.1.1.6.0.49.1 INTEGER 5
1.0.8802.1.1.2.1.4.1.1.7.0.49.1 STRING "ether2"
1.0.8802.1.1.2.1.4.1.1.8.0.49.1 STRING "second port"
1.0.8802.1.1.2.1.4.1.1.9.0.49.1 STRING "gateway"
1.0.8802.1.1.2.1.4.2.1.3.0.49.1.1.4.10.77.1.1 INTEGER 2
)";

SurveyedDevice survey(std::string_view walk_text, bool neighbours = true) {
  const auto walk = parse_walk(walk_text, "test");
  if (!walk) throw std::invalid_argument(walk.error().message());
  const Profile family;
  return surveyed(poll_of(*walk, *survey_profile(family, neighbours)));
}

TEST(Survey, reads_the_identity_of_the_device) {
  const auto device = survey(kSwitch);
  EXPECT_EQ(device.sys_name, "sw-nha-van-hoa");
  EXPECT_EQ(device.sys_descr, "Managed switch");
  EXPECT_EQ(device.services, 2);
  EXPECT_FALSE(device.forwards);
  EXPECT_EQ(device.bridge_ports, 3);
  EXPECT_EQ(device.chassis, (LldpName{4, "00:11:22:33:44:50"}));
}

TEST(Survey, reads_interfaces_and_where_the_default_route_leads) {
  const auto device = survey(kSwitch);
  ASSERT_EQ(device.interfaces.size(), 2U);
  const auto& copper = device.interfaces[0];
  EXPECT_EQ(copper.name, "Port 1");
  EXPECT_FALSE(copper.up);
  EXPECT_EQ(copper.speed, 1e8);
  EXPECT_EQ(copper.octets, 7);
  EXPECT_FALSE(copper.default_route);
  const auto& fibre = device.interfaces[1];
  EXPECT_EQ(fibre.name, "sfp1");
  EXPECT_EQ(fibre.alias, "to exchange");
  EXPECT_TRUE(fibre.up);
  EXPECT_EQ(fibre.speed, 1e10);
  EXPECT_EQ(fibre.octets, 5'000'000'001);
  EXPECT_TRUE(fibre.default_route);
}

TEST(Survey, reads_neighbours_with_the_port_that_they_are_seen_at) {
  const auto device = survey(kSwitch);
  ASSERT_EQ(device.neighbours.size(), 1U);
  const auto& neighbour = device.neighbours[0];
  EXPECT_EQ(neighbour.local_port, "sfp1");
  EXPECT_EQ(neighbour.chassis, (LldpName{4, "aa:bb:cc:dd:ee:01"}));
  EXPECT_EQ(neighbour.port, (LldpName{5, "ether2"}));
  EXPECT_EQ(neighbour.port_descr, "second port");
  EXPECT_EQ(neighbour.sys_name, "gateway");
  EXPECT_EQ(neighbour.addresses, std::vector{*numeric_address("10.77.1.1")});
}

TEST(Survey, reads_no_lldp_unless_it_is_wanted) {
  const Profile family;
  const auto profile = survey_profile(family, false);
  for (const auto& table : profile->tables)
    for (const Column& column : table->columns)
      EXPECT_FALSE(column.oid.starts_with(Oid{1, 0, 8802})) << column.oid.str();
  EXPECT_TRUE(survey(kSwitch, false).neighbours.empty());
}

TEST(Survey, reads_the_default_route_of_an_old_device) {
  const auto device = survey(
      "1.3.6.1.2.1.4.21.1.2.0.0.0.0 INTEGER 4\n"
      "1.3.6.1.2.1.2.2.1.2.4 STRING \"wan\"\n");
  ASSERT_EQ(device.interfaces.size(), 1U);
  EXPECT_TRUE(device.interfaces[0].default_route);
}

TEST(Survey, keeps_the_familys_own_tables_behind_its_own) {
  Profile family;
  family.name = "box";
  family.add({});
  Table radios;
  radios.name = "radios";
  family.add(radios);
  const auto profile = survey_profile(family, true);
  EXPECT_EQ(profile->name, "box");
  ASSERT_EQ(profile->tables.size(), kSurveyTables + 2);
  EXPECT_EQ(profile->tables.back()->name, "radios");
}

TEST(Survey, a_device_without_any_of_the_values_is_empty) {
  const auto device = survey("1.3.6.1.2.1.1.3.0 TIMETICKS 5\n");
  EXPECT_EQ(device.sys_name, "");
  EXPECT_TRUE(device.interfaces.empty());
  EXPECT_TRUE(device.neighbours.empty());
}

TEST(Survey, finds_the_interface_that_a_port_of_lldp_is) {
  const auto interfaces = survey(kSwitch).interfaces;
  EXPECT_EQ(interface_called(interfaces, {5, "sfp1"}, ""), "sfp1");
  EXPECT_EQ(interface_called(interfaces, {7, "x"}, "Port 9"), "sfp1");
  EXPECT_EQ(interface_called(interfaces, {3, "00:11:22:33:44:59"}, ""), "sfp1");
  EXPECT_EQ(interface_called(interfaces, {7, "9"}, ""), "sfp1");
  EXPECT_EQ(interface_called(interfaces, {5, "9"}, ""), "");
  EXPECT_EQ(interface_called(interfaces, {}, ""), "");
}

}  // namespace
}  // namespace commune::snmp
