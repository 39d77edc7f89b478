// Clocks that are wrong, unknown or set back, and samples that are too old.
#include "exporters/remote_write/queue.hpp"
#include "tests/exporters/remote_write/gateway.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::remote_write::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Loss = RemoteWriteLoss;

class QueueClockTest : public ::testing::Test {
 protected:
  void open(Milliseconds window, Milliseconds max_age = 24h) {
    gateway_.options.out_of_order_window = window;
    gateway_.options.max_age = max_age;
    gateway_.open();
  }
  Queue& queue() { return gateway_.queue(); }

  Gateway gateway_;
};

/// The wall clock is `ahead` of the right time; the monotonic one is not.
Clock wrong_at(Milliseconds since_start, Milliseconds ahead) {
  Clock clock = at(since_start);
  clock.now.wall += ahead;
  return clock;
}

/// In a boot that began `boot` after kStart.
Clock in_boot(Milliseconds boot, Milliseconds since_boot) {
  return {{kStart + boot + since_boot, MonoTime(since_boot)}, true};
}
Clock unbelieved_in_boot(Milliseconds since_boot) {
  return {{WallTime(since_boot), MonoTime(since_boot)}, false};
}

TEST_F(QueueClockTest, drops_samples_older_than_max_age) {
  open(0s, 1h);
  gateway_.push("a 1\nb 1\n", at(0s));
  gateway_.push("a 2\nb 2\n", at(60s));
  EXPECT_THAT(gateway_.deliver_all(at(3'660s)), ElementsAre("a 2 @60", "b 2 @60"));
  EXPECT_EQ(gateway_.lost(Loss::too_old), 2U);
  EXPECT_EQ(gateway_.lost(), 2U);
  EXPECT_EQ(gateway_.pending(), 0U);
}

TEST_F(QueueClockTest, drops_samples_that_are_too_old_for_the_receivers_window) {
  open(30min);
  gateway_.push("a 1\n", at(0s));
  gateway_.push("a 2\n", at(60s));
  EXPECT_THAT(gateway_.deliver_all(at(1'860s)), ElementsAre("a 2 @60"));
  EXPECT_EQ(gateway_.lost(Loss::too_old), 1U);
  EXPECT_EQ(gateway_.lost(), 1U);
}

TEST_F(QueueClockTest, drops_old_samples_of_a_file_and_ends_it) {
  open(0s, 1h);
  gateway_.push("a 1\n", at(0s));
  queue().settle_all();
  gateway_.open();
  EXPECT_THAT(gateway_.deliver_all(at(3'601s)), IsEmpty());
  EXPECT_EQ(gateway_.lost(Loss::too_old), 1U);
  EXPECT_EQ(gateway_.lost(), 1U);
  EXPECT_EQ(gateway_.pending(), 0U);
  EXPECT_THAT(gateway_.directory.files(), IsEmpty());
}

TEST_F(QueueClockTest, sends_a_sample_of_the_next_minute_but_none_after_it) {
  gateway_.push("a 1\nb 1\n", at(60s));
  gateway_.push("a 2\nb 2\n", at(61s));
  EXPECT_THAT(gateway_.deliver_all(at(0s)), ElementsAre("a 1 @60", "b 1 @60"));
  EXPECT_EQ(gateway_.lost(Loss::clock), 2U);
  EXPECT_EQ(gateway_.lost(), 2U);
  EXPECT_EQ(gateway_.pending(), 0U);
}

TEST_F(QueueClockTest, sends_nothing_before_the_clock_is_known) {
  open(30min);
  for (int minute = 0; minute < 3; ++minute)
    gateway_.push("a 1\n", unbelieved_at(minute * 60s));
  EXPECT_TRUE(queue().oldest(10, unbelieved_at(180s)).empty());
  EXPECT_TRUE(queue().newest(unbelieved_at(180s)).empty());
  EXPECT_EQ(gateway_.pending(), 3U);
  EXPECT_EQ(gateway_.figures().oldest_pending, std::nullopt);
  EXPECT_EQ(gateway_.lost(), 0U);
}

TEST_F(QueueClockTest, dates_earlier_samples_by_the_monotonic_clock) {
  gateway_.push("a 1\n", unbelieved_at(0s));
  gateway_.push("a 2\n", unbelieved_at(60s));
  gateway_.push("a 3\n", at(120s));
  EXPECT_THAT(gateway_.deliver_all(at(150s)), ElementsAre("a 1 @0", "a 2 @60", "a 3 @120"));
  EXPECT_EQ(gateway_.lost(), 0U);
}

TEST_F(QueueClockTest, dates_them_from_disk_in_the_same_boot) {
  gateway_.push("a 1\n", unbelieved_at(0s));
  gateway_.push("a 2\n", unbelieved_at(60s));
  queue().settle_all();
  gateway_.open();
  gateway_.push("a 3\n", unbelieved_at(120s));
  EXPECT_EQ(gateway_.pending(), 3U);
  EXPECT_THAT(gateway_.deliver_all(at(200s)), ElementsAre("a 1 @0", "a 2 @60", "a 3 @120"));
}

TEST_F(QueueClockTest, dates_them_in_another_boot_by_a_later_block_of_their_own) {
  gateway_.push("a 1\n", unbelieved_at(0s));
  gateway_.push("a 2\n", at(60s));
  queue().settle_all();
  gateway_.boot = "boot-2";
  gateway_.open();
  EXPECT_THAT(gateway_.deliver_all(in_boot(1h, 60s)), ElementsAre("a 1 @0", "a 2 @60"));
  EXPECT_EQ(gateway_.lost(), 0U);
}

TEST_F(QueueClockTest, dates_them_in_another_boot_by_a_later_file_of_their_own) {
  gateway_.push("a 1\n", unbelieved_at(0s));
  queue().settle_all();
  gateway_.open();
  gateway_.push("a 2\n", unbelieved_at(60s));
  queue().settle_all();
  gateway_.open();
  gateway_.push("a 3\n", at(120s));
  queue().settle_all();
  gateway_.boot = "boot-2";
  gateway_.open();
  gateway_.push("a 4\n", in_boot(1h, 10s));
  EXPECT_THAT(gateway_.deliver_all(in_boot(1h, 60s)),
              ElementsAre("a 1 @0", "a 2 @60", "a 3 @120", "a 4 @3610"));
  EXPECT_EQ(gateway_.lost(), 0U);
}

TEST_F(QueueClockTest, drops_samples_of_another_boot_that_never_knew_the_time) {
  gateway_.push("a 1\nb 1\n", unbelieved_at(0s));
  queue().settle_all();
  gateway_.boot = "boot-2";
  gateway_.open();
  gateway_.push("a 2\n", unbelieved_in_boot(10s));
  queue().settle_all();
  gateway_.boot = "boot-3";
  gateway_.open();
  gateway_.push("a 3\n", in_boot(1h, 10s));
  EXPECT_EQ(gateway_.pending(), 4U);
  EXPECT_THAT(gateway_.deliver_all(in_boot(1h, 20s)), ElementsAre("a 3 @3610"));
  EXPECT_EQ(gateway_.lost(Loss::clock), 3U);
  EXPECT_EQ(gateway_.lost(), 3U);
  EXPECT_EQ(gateway_.pending(), 0U);
}

TEST_F(QueueClockTest, dates_a_boot_that_began_in_2036_again) {
  constexpr Milliseconds kTenYears = 24h * 3'650;
  Clock future = wrong_at(0s, kTenYears);
  future.known = false;
  gateway_.push("a 1\n", future);
  gateway_.push("a 2\n", at(60s));
  EXPECT_THAT(gateway_.deliver_all(at(60s)), ElementsAre("a 1 @0", "a 2 @60"));
}

TEST_F(QueueClockTest, without_a_window_drops_samples_older_than_the_newest) {
  gateway_.push("a 1\n", at(3'600s));
  gateway_.push("a 2\nb 2\n", wrong_at(3'660s, -1h));
  gateway_.push("a 3\n", wrong_at(3'660s, -60s));
  gateway_.push("a 4\n", wrong_at(3'720s, -1ms));
  EXPECT_EQ(gateway_.lost(Loss::clock), 3U);
  EXPECT_EQ(gateway_.lost(), 3U);
  EXPECT_EQ(gateway_.pending(), 2U);
  EXPECT_THAT(gateway_.deliver_all(at(3'720s)), ElementsAre("a 1 @3600", "a 4 @3719.999"));
}

TEST_F(QueueClockTest, within_the_window_keeps_samples_older_than_the_newest) {
  open(30min);
  gateway_.push("a 1\n", at(3'600s));
  gateway_.push("a 2\n", wrong_at(3'660s, -30min));
  gateway_.push("a 3\n", wrong_at(3'660s, -31min));
  gateway_.push("a 4\n", wrong_at(3'660s, -32min));
  EXPECT_EQ(gateway_.lost(Loss::clock), 2U);
  EXPECT_EQ(gateway_.pending(), 2U);
  EXPECT_THAT(gateway_.deliver_all(at(3'600s)), ElementsAre("a 2 @1860", "a 1 @3600"));
}

TEST_F(QueueClockTest, remembers_how_far_it_was_when_it_is_opened_again) {
  gateway_.push("a 1\n", at(3'600s));
  queue().settle_all();
  gateway_.open();
  gateway_.push("a 2\n", at(1'800s));
  EXPECT_EQ(gateway_.lost(Loss::clock), 1U);
  gateway_.push("a 3\n", at(3'660s));
  EXPECT_EQ(gateway_.pending(), 2U);
}

// An hour ahead for two minutes, then right again.
TEST_F(QueueClockTest, continues_at_once_after_a_clock_was_ahead_and_nothing_was_sent) {
  gateway_.push("a 1\n", at(0s));
  gateway_.push("a 2\n", wrong_at(60s, 1h));
  gateway_.push("a 3\n", wrong_at(120s, 1h));
  EXPECT_THAT(gateway_.deliver_all(at(150s)), ElementsAre("a 1 @0"));
  EXPECT_EQ(gateway_.lost(Loss::clock), 2U);
  gateway_.push("a 4\n", at(180s));
  EXPECT_THAT(gateway_.deliver_all(at(181s)), ElementsAre("a 4 @180"));
  EXPECT_EQ(gateway_.lost(), 2U);
}

TEST_F(QueueClockTest, counts_samples_that_are_too_old_or_ahead_of_time_once) {
  open(0s, 1h);
  gateway_.push("a 1\n", at(0s));
  gateway_.push("a 2\n", wrong_at(60s, 1h));
  gateway_.push("a 3\n", wrong_at(120s, 1h));
  const Batch first = queue().oldest(10, at(150s));
  EXPECT_THAT(lines_of(first), ElementsAre("a 1 @0"));
  queue().give_back(first);
  const Batch again = queue().oldest(10, at(150s));
  EXPECT_THAT(lines_of(again), ElementsAre("a 1 @0"));
  queue().give_back(again);
  EXPECT_EQ(gateway_.lost(Loss::clock), 2U);
  EXPECT_EQ(gateway_.pending(), 1U);
  EXPECT_THAT(gateway_.deliver_all(at(2h)), IsEmpty());
  EXPECT_EQ(gateway_.lost(Loss::too_old), 1U);
  EXPECT_EQ(gateway_.lost(), 3U);
  EXPECT_EQ(gateway_.pending(), 0U);
}

// Ten minutes of standstill leave a hole and no burst.
TEST_F(QueueClockTest, continues_after_a_standstill) {
  gateway_.push("a 1\n", at(0s));
  gateway_.push("a 2\n", at(600s));
  gateway_.push("a 3\n", at(660s));
  EXPECT_THAT(gateway_.deliver_all(at(661s)), ElementsAre("a 1 @0", "a 2 @600", "a 3 @660"));
}

TEST_F(QueueClockTest, gives_the_newest_only_when_its_time_is_right) {
  open(30min);
  gateway_.push("a 1\n", at(0s));
  gateway_.push("a 2\n", wrong_at(60s, 1h));
  EXPECT_TRUE(queue().newest(at(61s)).empty());
  EXPECT_THAT(lines_of(queue().newest(wrong_at(61s, 1h))), ElementsAre("a 2 @3660"));
}

}  // namespace
}  // namespace commune::remote_write::testing
