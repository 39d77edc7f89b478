#include "core/runtime/latest_readings.hpp"

#include <gtest/gtest.h>

namespace commune {
namespace {

std::shared_ptr<const Inventory> inventory(std::initializer_list<std::string> ids) {
  auto made = std::make_shared<Inventory>();
  for (const auto& id : ids) {
    Device device;
    device.id = DeviceId{id};
    made->devices.push_back(device);
  }
  return made;
}

DeviceReadingsPtr readings(const std::string& device, Source source) {
  auto made = std::make_shared<DeviceReadings>();
  made->device = DeviceId{device};
  made->source = source;
  return made;
}

TEST(LatestReadings, keeps_the_last_readings_of_each_collector_for_each_device) {
  LatestReadings latest(inventory({"a", "b"}));
  latest.publish(readings("b", Source::snmp));
  const auto newest = readings("b", Source::snmp);
  latest.publish(newest);
  const auto picture = latest.snapshot(now());
  EXPECT_EQ(picture.devices[0].of(Source::snmp), nullptr);
  EXPECT_EQ(picture.devices[1].of(Source::snmp), newest.get());
  EXPECT_EQ(picture.devices[1].of(Source::icmp), nullptr);
}

TEST(LatestReadings, drops_readings_of_an_unknown_device) {
  LatestReadings latest(inventory({"a"}));
  latest.publish(readings("ghost", Source::icmp));
  EXPECT_EQ(latest.snapshot(now()).devices.size(), 1u);
}

TEST(LatestReadings, keeps_the_agents_own_figures_apart) {
  LatestReadings latest(inventory({"a"}));
  latest.publish(readings("", Source::icmp));
  EXPECT_EQ(latest.snapshot(now()).agent.size(), 1u);
}

TEST(LatestReadings, a_new_inventory_keeps_the_devices_that_stay_and_forgets_the_others) {
  LatestReadings latest(inventory({"a", "b"}));
  latest.publish(readings("a", Source::icmp));
  latest.publish(readings("b", Source::icmp));
  latest.replace_inventory(inventory({"c", "b"}));
  const auto picture = latest.snapshot(now());
  EXPECT_EQ(picture.devices[0].of(Source::icmp), nullptr);
  ASSERT_NE(picture.devices[1].of(Source::icmp), nullptr);
  EXPECT_EQ(picture.devices[1].of(Source::icmp)->device.value, "b");
}

}  // namespace
}  // namespace commune
