#include "collectors/throughput/processor_load.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

namespace commune::throughput {
namespace {

using namespace std::chrono_literals;

/// Ten seconds of a machine: shares of what all its processors could do, and of one by the thread.
ProcessorTime after_ten_seconds(int processors, double thread, double idle, double interrupts) {
  const auto all = 10.0 * processors * static_cast<double>(sysconf(_SC_CLK_TCK));
  ProcessorTime time;
  time.at = MonoTime(10s);
  time.thread = std::chrono::nanoseconds(static_cast<std::int64_t>(thread * 1e10));
  time.all = static_cast<std::uint64_t>(all);
  time.idle = static_cast<std::uint64_t>(all * idle);
  time.interrupts = static_cast<std::uint64_t>(all * interrupts);
  return time;
}

TEST(ProcessorLoad, reads_the_kernels_line) {
  ProcessorTime time;
  ASSERT_TRUE(read_machine_time("cpu  10 1 20 300 40 5 6 7 0 0", time));
  EXPECT_EQ(time.all, 389U);
  EXPECT_EQ(time.idle, 340U);
  EXPECT_EQ(time.interrupts, 11U);
  EXPECT_FALSE(read_machine_time("cpu0 10 1 20 300 40 5 6 7 0 0", time));
  EXPECT_FALSE(read_machine_time("cpu  10 1 20", time));
}

TEST(ProcessorLoad, of_this_machine_grows) {
  const ProcessorTime time = processor_time();
  EXPECT_GT(time.thread.count(), 0);
  EXPECT_GT(time.all, time.idle);
}

TEST(ProcessorLoad, limits_when_the_measuring_thread_has_no_time_left) {
  EXPECT_TRUE(was_limit({}, after_ten_seconds(4, 0.95, 0.7, 0)));
  EXPECT_FALSE(was_limit({}, after_ten_seconds(4, 0.5, 0.7, 0)));
}

TEST(ProcessorLoad, limits_when_interrupts_and_the_thread_fill_a_small_machine) {
  EXPECT_TRUE(was_limit({}, after_ten_seconds(1, 0.5, 0.01, 0.48)));
}

TEST(ProcessorLoad, of_others_does_not_limit_a_test_that_needs_little) {
  EXPECT_FALSE(was_limit({}, after_ten_seconds(2, 0.1, 0, 0.05)));
}

TEST(ProcessorLoad, of_no_time_at_all_limits_nothing) {
  EXPECT_FALSE(was_limit({}, {}));
}

}  // namespace
}  // namespace commune::throughput
