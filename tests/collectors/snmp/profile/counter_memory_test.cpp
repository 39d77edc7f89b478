#include "collectors/snmp/profile/counter_memory.hpp"

#include <gtest/gtest.h>

namespace commune::snmp {
namespace {

constexpr SeriesKey kEth0 = 10, kEth1 = 11;
constexpr std::uint64_t kWrap = 4'294'967'296;

TEST(CounterMemory, keeps_counting_through_wraps) {
  CounterMemory memory;
  memory.begin_poll(false);
  EXPECT_EQ(memory.extend(kEth0, 4'000'000'000), 4'000'000'000u);
  memory.begin_poll(false);
  EXPECT_EQ(memory.extend(kEth0, 100), kWrap + 100);
  memory.begin_poll(false);
  EXPECT_EQ(memory.extend(kEth0, 50'000), kWrap + 50'000);
  memory.begin_poll(false);
  memory.extend(kEth0, 4'294'967'295);
  memory.begin_poll(false);
  EXPECT_EQ(memory.extend(kEth0, 0), 2 * kWrap);
}

TEST(CounterMemory, takes_a_leap_that_the_traffic_before_does_not_explain_as_a_cleared_counter) {
  CounterMemory memory;
  for (const std::uint32_t value : {3'000'000'000U, 3'000'100'000U}) {
    memory.begin_poll(false);
    memory.extend(kEth0, value);
  }
  memory.begin_poll(false);
  EXPECT_EQ(memory.extend(kEth0, 7), 7u);
  memory.begin_poll(false);
  EXPECT_EQ(memory.extend(kEth0, 1'007), 1'007u);
  for (const std::uint32_t value : {2'900'000'000U, 3'700'000'000U}) {
    memory.begin_poll(false);
    memory.extend(kEth1, value);
  }
  memory.begin_poll(false);
  EXPECT_EQ(memory.extend(kEth1, 205'032'704), kWrap + 205'032'704);
}

TEST(CounterMemory, restarts_when_the_device_restarted) {
  CounterMemory memory;
  memory.begin_poll(false);
  memory.extend(kEth0, 4'000'000'000);
  memory.begin_poll(true);
  EXPECT_EQ(memory.extend(kEth0, 100), 100u);
}

TEST(CounterMemory, keeps_counting_when_only_the_daemon_restarted) {
  CounterMemory memory;
  memory.begin_poll(false);
  memory.extend(kEth0, 4'000'000'000);
  memory.begin_poll(false);
  memory.extend(kEth0, 100);
  memory.begin_poll(true);
  EXPECT_EQ(memory.extend(kEth0, 200), kWrap + 200);
}

TEST(CounterMemory, takes_a_fall_too_far_for_a_wrap_as_a_cleared_counter) {
  CounterMemory memory;
  memory.begin_poll(false);
  memory.extend(kEth0, 1'000'000);
  memory.begin_poll(false);
  EXPECT_EQ(memory.extend(kEth0, 500), 500u);
}

TEST(CounterMemory, keeps_counters_apart_and_forgets_those_that_a_whole_poll_did_not_bring) {
  CounterMemory memory;
  memory.begin_poll(false);
  memory.extend(kEth0, 4'000'000'000);
  memory.extend(kEth1, 7);
  memory.begin_poll(false);
  memory.extend(kEth1, 8);
  memory.end_poll(false);
  EXPECT_EQ(memory.size(), 2u);
  memory.begin_poll(false);
  memory.extend(kEth1, 9);
  memory.end_poll(true);
  EXPECT_EQ(memory.size(), 1u);
  memory.begin_poll(false);
  EXPECT_EQ(memory.extend(kEth0, 100), 100u);
}

}  // namespace
}  // namespace commune::snmp
