#include "agent/settings/sections/inventory_sections.hpp"

#include <string>

#include "tests/agent/settings/configuration.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::settings {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> errors_after(std::string_view more) {
  return LoadedText(std::string(kSmallest) + std::string(more)).errors();
}

std::string device(std::string_view id, std::string_view rest) {
  return "[[device]]\nid = \"" + std::string(id) + "\"\nsite = \"office\"\nkind = \"other\"\n" +
         std::string(rest);
}

TEST(InventorySections, all_keys_are_read) {
  const LoadedText loaded(R"([commune]
name = "Xã Kép"
[agent]
vantage = "office"
polls = []
[[village]]
id = "ca"
name = "Thôn Ca"
households = 120
[[contact]]
id = "lan"
name = "Chị Lan"
phone = "0900 000 001"
zalo = "0900000001"
email = "lan@example.vn"
telegram = "@lan"
[[site]]
id = "office"
village = "ca"
kind = "office"
name = "Trụ sở xã"
contact = "lan"
power = "shared"
[[device]]
id = "olt"
site = "office"
kind = "olt"
address = "2001:db8::1"
[[device]]
id = "sw"
site = "office"
kind = "switch"
address = "sw.kep.example"
upstream = "olt"
[[link]]
id = "l1"
site = "office"
device = "sw"
interface = "sfp1"
towards = "olt"
medium = "radio"
capacity = "100Mbit"
)");
  ASSERT_THAT(loaded.errors(), IsEmpty());
  const Inventory& inventory = loaded.result->inventory;
  EXPECT_EQ(inventory.villages[0].households, 120);
  const Contact& contact = inventory.contacts[0];
  EXPECT_EQ(contact.name, "Chị Lan");
  EXPECT_EQ(contact.phone, "0900 000 001");
  EXPECT_EQ(contact.zalo, "0900000001");
  EXPECT_EQ(contact.email, "lan@example.vn");
  EXPECT_EQ(contact.telegram, "@lan");
  EXPECT_EQ(inventory.sites[0].contact.value, "lan");
  EXPECT_EQ(inventory.sites[0].power, Power::shared);
  EXPECT_EQ(inventory.sites[0].latitude, std::nullopt);
  EXPECT_EQ(inventory.devices[1].kind, DeviceKind::switch_);
  EXPECT_EQ(inventory.devices[1].upstream.value, "olt");
  const Link& link = inventory.links[0];
  EXPECT_EQ(link.device.value, "sw");
  EXPECT_EQ(link.towards.value, "olt");
  EXPECT_EQ(link.interface, "sfp1");
  EXPECT_EQ(link.medium, Medium::radio);
  EXPECT_EQ(link.capacity_bytes_per_second, 12'500'000.0);
}

TEST(InventorySections, every_word_of_the_enumerations_can_be_written) {
  for (const char* kind : {"gateway", "access_point", "switch", "olt", "onu", "router",
                           "cellular_gateway", "loudspeaker", "ups", "other"})
    EXPECT_THAT(errors_with("\"access_point\"", "\"" + std::string(kind) + "\""), IsEmpty());
  for (const char* kind :
       {"cultural_house", "office", "school", "clinic", "loudspeaker_post", "exchange", "mast"})
    EXPECT_THAT(errors_with("kind = \"office\"", "kind = \"" + std::string(kind) + "\""),
                IsEmpty());
  EXPECT_THAT(errors_with("[\"fibre\", \"wifi\"]",
                          "[\"fibre\", \"wifi\", \"mobile\", \"loudspeaker\", \"internet\"]"),
              IsEmpty());
}

TEST(InventorySections, a_place_has_both_coordinates_or_none) {
  EXPECT_THAT(errors_with("longitude = 106.29\n", ""),
              ElementsAre("c.toml:27:12: latitude without longitude"));
  EXPECT_THAT(errors_with("latitude = 21.41\n", ""),
              ElementsAre("c.toml:27:13: longitude without latitude"));
  EXPECT_THAT(errors_with("latitude = 21.41\nlongitude = 106.29\n", ""), IsEmpty());
}

TEST(InventorySections, addresses_are_names_or_ip_addresses) {
  for (const char* good : {"10.77.0.1", "2001:db8::1", "fe80::1%eth0", "ap-1.kep.vn", "ap_1"})
    EXPECT_THAT(errors_with("127.0.0.1\"\nsnmp", std::string(good) + "\"\nsnmp"), IsEmpty())
        << good;
  for (const char* bad : {"10.77.0.256", "10.77.1", "thôn", "-x", "a b", "::1::"})
    EXPECT_THAT(errors_with("127.0.0.1\"\nsnmp", std::string(bad) + "\"\nsnmp"),
                ElementsAre("c.toml:35:11: address \"" + std::string(bad) +
                            "\" is neither a host name nor an IPv4 or IPv6 address"));
  EXPECT_THAT(
      errors_with("127.0.0.1\"\nsnmp", "10.77.0.1:1161\"\nsnmp"),
      ElementsAre("c.toml:35:11: address \"10.77.0.1:1161\" has a port in it: write address "
                  "= \"10.77.0.1\" and snmp = { port = 1161 }"));
}

TEST(References, ids_are_unique_within_their_kind) {
  EXPECT_THAT(errors_after(device("ap-1", "address = \"10.77.0.2\"\n")),
              ElementsAre("c.toml:38:6: device \"ap-1\" is already at c.toml:32:6"));
  EXPECT_THAT(errors_after(device("office", "address = \"10.77.0.2\"\n")), IsEmpty());
}

TEST(References, references_resolve) {
  EXPECT_THAT(
      errors_after(
          "[[link]]\nid = \"l\"\nsite = \"offic\"\ndevice = \"ap-2\"\ninterface = \"eth0\"\n"
          "towards = \"zzzzzz\"\n"),
      ElementsAre("c.toml:39:8: site: there is no site \"offic\" (did you mean \"office\"?)",
                  "c.toml:40:10: device: there is no device \"ap-2\" (did you mean \"ap-1\"?)",
                  "c.toml:42:11: towards: there is no device \"zzzzzz\""));
  EXPECT_THAT(errors_with("village = \"ca\"", "village = \"cb\"\ncontact = \"x\""),
              ElementsAre("c.toml:24:11: village: there is no village \"cb\" (did you mean "
                          "\"ca\"?)",
                          "c.toml:25:11: contact: there is no contact \"x\""));
}

TEST(References, no_device_is_its_own_upstream) {
  EXPECT_THAT(errors_after("upstream = \"ap-1\"\n"),
              ElementsAre("c.toml:37:12: upstream: devices form a circle: "
                          "ap-1 -> ap-1"));
}

TEST(References, a_cycle_is_reported_once_by_name) {
  EXPECT_THAT(errors_after("upstream = \"b\"\n" +
                           device("b", "address = \"10.77.0.2\"\nupstream = \"c\"\n") +
                           device("c", "address = \"10.77.0.3\"\nupstream = \"ap-1\"\n") +
                           device("d", "address = \"10.77.0.4\"\nupstream = \"b\"\n")),
              ElementsAre("c.toml:37:12: upstream: devices form a circle: "
                          "ap-1 -> b -> c -> ap-1"));
}

TEST(SiteAgent, is_the_address_that_prometheus_scrapes) {
  for (const char* good : {"10.77.1.1:10077", "ca.example:443", "[2001:db8::1]:10077",
                           "https://ca.example:443", "https://[2001:db8::1]:443"}) {
    const LoadedText loaded(smallest_with(
        "kind = \"office\"", "kind = \"office\"\nagent = \"" + std::string(good) + "\""));
    ASSERT_THAT(loaded.errors(), IsEmpty());
    EXPECT_EQ(loaded.result->inventory.sites.at(0).agent, good);
  }
  for (const char* bad : {"10.77.1.1", "2001:db8::1:10077", "http://ca.example:80", "ca:0", ":1",
                          "ca.example:443/metrics"})
    EXPECT_THAT(
        errors_with("kind = \"office\"", "kind = \"office\"\nagent = \"" + std::string(bad) + "\""),
        ElementsAre("c.toml:26:9: agent \"" + std::string(bad) +
                    "\" is not host:port, such as \"10.77.1.1:10077\", "
                    "\"[2001:db8::1]:10077\" or \"https://ca.example:443\""));
}

}  // namespace
}  // namespace commune::settings
