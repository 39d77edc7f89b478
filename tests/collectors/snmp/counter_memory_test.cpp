#include "collectors/snmp/counter_memory.hpp"

#include <gtest/gtest.h>

namespace commune::snmp {
namespace {

TEST(CounterMemory, a_fall_while_the_device_runs_is_a_wrap) {
  CounterMemory memory;
  memory.begin_poll(false);
  EXPECT_EQ(memory.extend("in eth0", 4294967295u), 4294967295u);
  memory.begin_poll(false);
  EXPECT_EQ(memory.extend("in eth0", 0), 4294967296u);
  memory.begin_poll(false);
  EXPECT_EQ(memory.extend("in eth0", 7), 4294967303u);
}

TEST(CounterMemory, a_fall_after_a_restart_is_a_reset) {
  CounterMemory memory;
  memory.begin_poll(false);
  memory.extend("in eth0", 900);
  memory.begin_poll(true);
  EXPECT_EQ(memory.extend("in eth0", 5), 5u);
}

TEST(CounterMemory, keeps_counters_apart) {
  CounterMemory memory;
  memory.begin_poll(false);
  memory.extend("in eth0", 900);
  memory.extend("in eth1", 5);
  memory.begin_poll(false);
  EXPECT_EQ(memory.extend("in eth1", 6), 6u);
  EXPECT_EQ(memory.extend("in eth0", 901), 901u);
}

TEST(CounterMemory, forgets_what_a_whole_poll_did_not_bring) {
  CounterMemory memory;
  memory.begin_poll(false);
  memory.extend("in eth0", 900);
  memory.end_poll(true);
  memory.begin_poll(false);
  memory.end_poll(false);
  EXPECT_EQ(memory.size(), 1u);
  memory.begin_poll(false);
  memory.end_poll(true);
  EXPECT_EQ(memory.size(), 0u);
}

}  // namespace
}  // namespace commune::snmp
