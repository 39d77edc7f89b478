// Another configuration while time goes by: what stays is judged as before.
#include "tests/agent/coverage/play.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::coverage::test {
namespace {

using std::chrono::hours;
using std::chrono::seconds;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using enum Access;

Commune house_with_ups() {
  Commune commune("ca-nvh");
  commune.site("ca-nvh", {wifi, fibre}, "ca");
  commune.device("ca-gw", "ca-nvh", DeviceKind::gateway);
  commune.device("ca-ap", "ca-nvh", DeviceKind::access_point, "ca-gw");
  commune.device("ca-ups", "ca-nvh", DeviceKind::ups);
  return commune;
}

/// The same devices in other places, and others before them.
Commune with_a_house_before_it() {
  Commune commune("ca-nvh");
  commune.site("an-nvh", {wifi}, "an").site("ca-nvh", {wifi, fibre}, "ca");
  commune.device("an-ap", "an-nvh", DeviceKind::access_point);
  commune.device("ca-ups", "ca-nvh", DeviceKind::ups);
  commune.device("ca-gw", "ca-nvh", DeviceKind::gateway);
  commune.device("ca-ap", "ca-nvh", DeviceKind::access_point, "ca-gw");
  return commune;
}

TEST(Reload, leaves_an_outage_open_when_devices_change_places) {
  Play play(house_with_ups());
  play.run_until(seconds(100));
  play.silence("ca-ap");
  play.run(seconds(60));
  const auto before = play.picture()->open_outages;
  ASSERT_THAT(before, SizeIs(1));
  play.replace(with_a_house_before_it());
  play.run(seconds(60));
  const auto after = play.picture()->open_outages;
  ASSERT_THAT(after, SizeIs(1));
  EXPECT_EQ(text(after[0]), text(before[0]));
  EXPECT_EQ(after[0].id, before[0].id);
}

TEST(Reload, a_snapshot_of_another_inventory_is_not_judged) {
  Play play(house_with_ups());
  play.run_until(seconds(100));
  play.silence("ca-ap");
  play.run(seconds(60));
  // As if the latest readings had been moved to another inventory, and the engine not yet.
  Snapshot mixed;
  mixed.inventory = std::make_shared<const Inventory>(with_a_house_before_it().inventory());
  mixed.taken = play.now();
  mixed.devices.resize(mixed.inventory->devices.size());
  EXPECT_TRUE(play.engine().step(mixed, true).empty());
  EXPECT_EQ(play.state("ca-nvh", fibre), State::up);
  EXPECT_EQ(play.state("ca-nvh", wifi), State::down);
  EXPECT_THAT(play.picture()->open_outages, SizeIs(1));
}

TEST(Reload, keeps_the_last_report_of_a_silent_device) {
  Play play(house_with_ups());
  play.report("ca-ups", "power.on_battery", 1);
  play.run_until(seconds(100));
  for (const char* device : {"ca-gw", "ca-ap", "ca-ups"})
    play.silence(device);
  play.run(seconds(60));
  const auto before = play.picture()->open_outages;
  ASSERT_FALSE(before.empty());
  ASSERT_EQ(before[0].cause, Cause::power);
  play.replace(with_a_house_before_it());
  play.run(seconds(300));
  for (const Outage& outage : play.picture()->open_outages)
    EXPECT_EQ(outage.cause, Cause::power) << text(outage);
}

TEST(Reload, announced_work_is_removed_a_day_after_its_end) {
  Play play(house_with_ups());
  play.run_until(seconds(10));
  for (int i = 0; i < 100; ++i) {
    Maintenance work;
    work.id = "work-" + std::to_string(i);
    work.sites = {SiteId{"ca-nvh"}};
    work.start = play.wall() + seconds(20);
    work.end = play.wall() + seconds(60);
    play.engine().announce(work);
  }
  play.run(hours(24));
  EXPECT_THAT(play.engine().planned_work(), SizeIs(100));
  play.run(seconds(120));
  EXPECT_THAT(play.engine().planned_work(), IsEmpty());
}

}  // namespace
}  // namespace commune::coverage::test
