#include "collectors/throughput/throughput_collector.hpp"
#include "tests/agent/settings/temporary_directory.hpp"
#include "tests/collectors/last_message.hpp"
#include "tests/collectors/throughput/samples.hpp"

#include <gtest/gtest.h>

namespace commune::throughput {
namespace {

/// Ids of the tests that are shown, in their order.
std::vector<std::string> shown(const DeviceReadings& readings) {
  std::vector<std::string> ids;
  for (const Reading& reading : readings.readings)
    if (quantity(reading.quantity).name == "throughput.budget") {
      const std::string& id = readings.rows[reading.row].front().value;
      if (ids.empty() || ids.back() != id) ids.push_back(id);
    }
  return ids;
}

SpeedTest named(const char* id) {
  SpeedTest test = speed_test();
  test.id = id;
  test.windows.clear();  // Never runs.
  return test;
}

Options with(std::vector<SpeedTest> tests, const std::string& directory) {
  return {std::move(tests), "office", "Asia/Ho_Chi_Minh", directory};
}

using Ids = std::vector<std::string>;

TEST(ThroughputCollector, shows_its_tests_before_the_first_run) {
  const settings::TemporaryDirectory directory;
  test::LastMessage listener;
  ThroughputCollector collector(with({named("a"), named("b")}, directory.path()), listener);
  collector.start();
  EXPECT_TRUE(listener.wait_for([](const auto& readings) {
    return shown(readings) == Ids{"a", "b"};
  }));
  collector.stop();
}

TEST(ThroughputCollector, applies_new_tests_at_a_reload_and_forgets_removed_ones) {
  const settings::TemporaryDirectory directory;
  test::LastMessage listener;
  ThroughputCollector collector(with({}, directory.path()), listener);
  collector.start();
  collector.replace(with({named("a")}, directory.path()));
  EXPECT_TRUE(listener.wait_for([](const auto& readings) { return shown(readings) == Ids{"a"}; }));
  collector.replace(with({named("b")}, directory.path()));
  EXPECT_TRUE(listener.wait_for([](const auto& readings) { return shown(readings) == Ids{"b"}; }));
  collector.replace(with({}, directory.path()));
  EXPECT_TRUE(listener.wait_for([](const auto& readings) { return shown(readings).empty(); }));
  collector.stop();
}

TEST(ThroughputCollector, is_silent_without_tests_before_its_start_and_after_its_stop) {
  const settings::TemporaryDirectory directory;
  test::LastMessage listener;
  {
    ThroughputCollector collector(with({}, directory.path()), listener);
    collector.start();
    collector.stop();
  }
  ThroughputCollector collector(with({named("a")}, directory.path()), listener);
  EXPECT_EQ(listener.count(), 0);
  collector.start();
  EXPECT_TRUE(listener.wait_for([](const auto&) { return true; }));
  collector.stop();
  const int taken = listener.count();
  collector.replace(with({named("b")}, directory.path()));
  EXPECT_EQ(listener.count(), taken);
}

TEST(ThroughputCollector, shows_every_budget_as_used_up_while_the_account_cannot_be_read) {
  const settings::TemporaryDirectory directory;
  std::filesystem::create_directory(directory.path() + "/throughput-budget");
  test::LastMessage listener;
  ThroughputCollector collector(with({named("a")}, directory.path()), listener);
  collector.start();
  EXPECT_TRUE(listener.wait_for([](const auto& readings) {
    double used = 0;
    for (const Reading& reading : readings.readings)
      if (quantity(reading.quantity).name == "throughput.budget_used") used += reading.value;
    return used == 1.1e9;
  }));
  collector.stop();
}

}  // namespace
}  // namespace commune::throughput
