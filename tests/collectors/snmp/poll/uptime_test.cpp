#include "collectors/snmp/poll/uptime.hpp"

#include <gtest/gtest.h>

namespace commune::snmp {
namespace {

using namespace std::chrono_literals;

const MonoTime kStart{1h};

TEST(UptimeWatch, sees_no_restart_in_a_device_that_keeps_running) {
  UptimeWatch watch;
  EXPECT_FALSE(watch.restarted(100'000, kStart));
  EXPECT_FALSE(watch.restarted(103'000, kStart + 30s));
  EXPECT_FALSE(watch.restarted(106'400, kStart + 60s));  // its clock runs fast
}

TEST(UptimeWatch, sees_a_restart) {
  UptimeWatch watch;
  watch.restarted(100'000, kStart);
  EXPECT_TRUE(watch.restarted(500, kStart + 30s));
}

TEST(UptimeWatch, sees_a_restart_after_which_the_device_ran_longer_than_before) {
  UptimeWatch watch;
  watch.restarted(2'000, kStart);
  EXPECT_TRUE(watch.restarted(30'000, kStart + 10min));
}

TEST(UptimeWatch, does_not_mistake_the_wrap_after_497_days_for_a_restart) {
  UptimeWatch watch;
  watch.restarted(4'294'967'000, kStart);
  EXPECT_FALSE(watch.restarted(2'704, kStart + 30s));
}

TEST(UptimeWatch, sees_a_restart_shortly_before_the_wrap) {
  UptimeWatch watch;
  watch.restarted(4'294'000'000, kStart);
  EXPECT_TRUE(watch.restarted(1'000, kStart + 30s));
}

}  // namespace
}  // namespace commune::snmp
