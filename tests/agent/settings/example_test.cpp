// config/commune.toml is what operators start from and what the demo plays: it holds what it says.
#include <algorithm>
#include <set>
#include <string>

#include "agent/settings/settings.hpp"

#include <gtest/gtest.h>

namespace commune::settings {
namespace {

Settings example() {
  const auto settings = load_settings(COMMUNE_SOURCE_DIR "/config/commune.toml");
  if (settings) return *settings;
  for (const Error& error : settings.error())
    ADD_FAILURE() << error.message();
  return {};
}

std::size_t count(const Inventory& inventory, SiteKind kind) {
  return static_cast<std::size_t>(
      std::count_if(inventory.sites.begin(), inventory.sites.end(),
                    [&](const Site& site) { return site.kind == kind; }));
}

std::size_t count(const Inventory& inventory, DeviceKind kind) {
  return static_cast<std::size_t>(
      std::count_if(inventory.devices.begin(), inventory.devices.end(),
                    [&](const Device& device) { return device.kind == kind; }));
}

TEST(ExampleConfiguration, holds_the_commune) {
  const Settings settings = example();
  const Inventory& inventory = settings.inventory;
  EXPECT_EQ(inventory.villages.size(), 49U);
  EXPECT_EQ(inventory.sites.size(), 60U);
  EXPECT_EQ(inventory.devices.size(), 151U);
  EXPECT_EQ(inventory.contacts.size(), 51U);
  EXPECT_EQ(inventory.links.size(), 52U);
  EXPECT_EQ(count(inventory, SiteKind::cultural_house), 49U);
  EXPECT_EQ(count(inventory, SiteKind::office), 3U);
  EXPECT_EQ(count(inventory, SiteKind::exchange), 1U);
  EXPECT_EQ(count(inventory, SiteKind::mast), 2U);
  EXPECT_EQ(count(inventory, SiteKind::school), 1U);
  EXPECT_EQ(count(inventory, SiteKind::clinic), 1U);
  EXPECT_EQ(count(inventory, SiteKind::loudspeaker_post), 3U);
  EXPECT_EQ(count(inventory, DeviceKind::loudspeaker), 39U);
  EXPECT_EQ(count(inventory, DeviceKind::access_point), 53U);
  EXPECT_EQ(count(inventory, DeviceKind::olt), 1U);
  EXPECT_EQ(count(inventory, DeviceKind::ups), 2U);
  EXPECT_EQ(count(inventory, DeviceKind::cellular_gateway), 2U);
  EXPECT_EQ(settings.polled_devices, 151U);
  EXPECT_EQ(settings.icmp_targets.size(), 151U);
  EXPECT_EQ(settings.snmp_targets.size(), 112U);
}

TEST(ExampleConfiguration, every_village_has_its_own_cultural_house_with_wifi) {
  const Inventory inventory = example().inventory;
  std::set<std::string> villages;
  for (const Site& site : inventory.sites)
    if (site.kind == SiteKind::cultural_house &&
        std::find(site.accesses.begin(), site.accesses.end(), Access::wifi) != site.accesses.end())
      villages.insert(site.village.value);
  EXPECT_EQ(villages.size(), 49U);
}

TEST(ExampleConfiguration, a_site_offers_the_loudspeaker_exactly_where_one_stands) {
  const Inventory inventory = example().inventory;
  std::set<std::string> standing, offered;
  for (const Device& device : inventory.devices)
    if (device.kind == DeviceKind::loudspeaker) standing.insert(device.site.value);
  for (const Site& site : inventory.sites)
    if (std::find(site.accesses.begin(), site.accesses.end(), Access::loudspeaker) !=
        site.accesses.end())
      offered.insert(site.id.value);
  EXPECT_EQ(standing, offered);
}

TEST(ExampleConfiguration, addresses_are_the_demos_network_and_each_is_one_devices) {
  const Settings settings = example();
  std::set<std::string> addresses;
  for (const Device& device : settings.inventory.devices) {
    EXPECT_EQ(device.address.substr(0, 6), "10.77.") << device.id.value;
    addresses.insert(device.address);
  }
  EXPECT_EQ(addresses.size(), 151U);
  for (const auto& target : settings.snmp_targets)
    EXPECT_EQ(target.port, 161);
}

TEST(ExampleConfiguration, all_devices_depend_on_the_gateway_of_the_vantage) {
  const Inventory inventory = example().inventory;
  std::set<std::string> roots;
  for (const Device& device : inventory.devices)
    if (device.upstream.empty()) roots.insert(device.id.value);
  EXPECT_EQ(roots, std::set<std::string>{"ubnd-gw"});
  EXPECT_EQ(inventory.find(DeviceId{"ubnd-gw"})->site, inventory.vantage);
}

TEST(ExampleConfiguration, lies_where_the_commune_is) {
  for (const Site& site : example().inventory.sites) {
    EXPECT_NEAR(site.latitude.value(), 21.41, 0.06) << site.id.value;
    EXPECT_NEAR(site.longitude.value(), 106.29, 0.06) << site.id.value;
  }
}

}  // namespace
}  // namespace commune::settings
