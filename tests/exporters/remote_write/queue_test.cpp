// The queue returns samples once and in order, from memory and from disk, over stops and crashes.
#include "exporters/remote_write/queue.hpp"

#include "tests/exporters/remote_write/gateway.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::remote_write::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class QueueTest : public ::testing::Test {
 protected:
  /// One sample of `a` each, a minute apart: the first block is at `from`.
  void push_minutes(int from, int to) {
    for (int minute = from; minute < to; ++minute)
      gateway_.push("a " + std::to_string(minute) + "\n", at(std::chrono::minutes(minute)));
  }
  void settle(Milliseconds since_start) { queue().settle(at(since_start).now.mono); }
  Queue& queue() { return gateway_.queue(); }

  Gateway gateway_;
};

TEST_F(QueueTest, gives_the_oldest_first_and_each_once) {
  gateway_.push("a 1\nb 2\n", at(0s));
  gateway_.push("b 3\na 2\n", at(60s));
  EXPECT_EQ(gateway_.pending(), 4U);
  const Batch batch = queue().oldest(100, at(61s));
  EXPECT_THAT(lines_of(batch), ElementsAre("a 1 @0", "a 2 @60", "b 2 @0", "b 3 @60"));
  EXPECT_TRUE(queue().oldest(100, at(61s)).empty());
  EXPECT_EQ(gateway_.pending(), 4U);
  queue().delivered(batch);
  EXPECT_EQ(gateway_.pending(), 0U);
  EXPECT_TRUE(queue().oldest(100, at(61s)).empty());
  EXPECT_EQ(gateway_.lost(), 0U);
}

TEST_F(QueueTest, gives_as_many_whole_blocks_as_fit_and_one_at_least) {
  for (int i = 0; i < 5; ++i)
    gateway_.push(page_of(10, i), at(i * 60s));
  EXPECT_EQ(queue().oldest(29, at(300s)).items.size(), 20U);
  EXPECT_EQ(queue().oldest(20, at(300s)).items.size(), 20U);
  EXPECT_EQ(queue().oldest(3, at(300s)).items.size(), 10U);
}

TEST_F(QueueTest, writes_nothing_to_disk_when_all_is_delivered_within_the_commit_interval) {
  for (int minute = 0; minute < 300; ++minute) {
    const Milliseconds time = std::chrono::minutes(minute);
    gateway_.push("a " + std::to_string(minute) + "\n", at(time));
    settle(time + 4'999ms);
    EXPECT_EQ(gateway_.deliver_all(at(time + 4'999ms)).size(), 1U);
    settle(time + 5s);
  }
  EXPECT_EQ(gateway_.disk.appends, 0);
  EXPECT_THAT(gateway_.directory.files(), IsEmpty());
  EXPECT_EQ(gateway_.figures().written_bytes, 0U);
  EXPECT_EQ(queue().next_settling(), std::nullopt);
}

TEST_F(QueueTest, writes_samples_to_disk_that_wait_longer_than_the_commit_interval) {
  gateway_.push("a 1\nb 2\n", at(0s));
  EXPECT_EQ(queue().next_settling(), at(5s).now.mono);
  settle(4'999ms);
  EXPECT_THAT(gateway_.directory.files(), IsEmpty());
  settle(5s);
  EXPECT_THAT(gateway_.directory.files(), ElementsAre("00000000000000000001.segment"));
  EXPECT_EQ(queue().next_settling(), std::nullopt);
  EXPECT_EQ(gateway_.figures().written_bytes, 4096U);
  // As after a power cut, without an orderly stop.
  gateway_.open();
  EXPECT_EQ(gateway_.pending(), 2U);
  EXPECT_THAT(gateway_.deliver_all(at(10s)), ElementsAre("a 1 @0", "b 2 @0"));
}

TEST_F(QueueTest, loses_no_more_than_the_commit_interval_in_a_power_cut) {
  push_minutes(0, 3);
  settle(3min);
  gateway_.push("a 3\n", at(3min));
  gateway_.open();
  EXPECT_EQ(gateway_.pending(), 3U);
  EXPECT_THAT(gateway_.deliver_all(at(4min)), ElementsAre("a 0 @0", "a 1 @60", "a 2 @120"));
}

TEST_F(QueueTest, gives_the_rest_once_and_in_order_after_it_was_opened_again) {
  push_minutes(0, 4);
  queue().delivered(queue().oldest(2, at(4min)));
  queue().settle_all();
  EXPECT_EQ(gateway_.pending(), 2U);
  gateway_.open();
  EXPECT_EQ(gateway_.pending(), 2U);
  EXPECT_EQ(gateway_.figures().oldest_pending, kStart + 2min);
  push_minutes(4, 6);
  EXPECT_EQ(gateway_.pending(), 4U);
  queue().settle_all();
  gateway_.open();
  EXPECT_EQ(gateway_.pending(), 4U);
  EXPECT_THAT(gateway_.deliver_all(at(6min), 3),
              ElementsAre("a 2 @120", "a 3 @180", "a 4 @240", "a 5 @300"));
  EXPECT_EQ(gateway_.pending(), 0U);
  EXPECT_EQ(gateway_.lost(), 0U);
  gateway_.open();
  EXPECT_EQ(gateway_.pending(), 0U);
  EXPECT_THAT(gateway_.deliver_all(at(6min)), IsEmpty());
}

TEST_F(QueueTest, keeps_its_position_within_a_segment) {
  push_minutes(0, 5);
  queue().settle_all();
  queue().delivered(queue().oldest(3, at(5min)));
  gateway_.open();
  EXPECT_EQ(gateway_.pending(), 2U);
  EXPECT_THAT(gateway_.deliver_all(at(5min)), ElementsAre("a 3 @180", "a 4 @240"));
}

TEST_F(QueueTest, sends_again_after_a_crash_what_was_not_delivered) {
  push_minutes(0, 2);
  queue().settle_all();
  EXPECT_EQ(queue().oldest(100, at(2min)).items.size(), 2U);
  gateway_.open();
  EXPECT_THAT(gateway_.deliver_all(at(2min)), ElementsAre("a 0 @0", "a 1 @60"));
}

TEST_F(QueueTest, begins_at_the_front_when_its_position_is_damaged) {
  push_minutes(0, 4);
  queue().settle_all();
  queue().delivered(queue().oldest(1, at(4min)));
  const std::string path = gateway_.directory.file("position");
  const std::string position = content_of(path);
  for (std::size_t i = 0; i < position.size(); ++i) {
    damage(path, i);
    gateway_.open();
    EXPECT_EQ(gateway_.pending(), 4U) << "damage at " << i;
    write_file(path, position);
  }
  write_file(path, position.substr(0, 12));
  gateway_.open();
  EXPECT_EQ(gateway_.deliver_all(at(4min)).size(), 4U);
}

// Delivered from memory, so no file contains them, but the position does.
TEST_F(QueueTest, never_reuses_the_number_of_a_delivered_block) {
  push_minutes(0, 3);
  queue().settle_all();
  push_minutes(3, 5);
  queue().delivered(queue().oldest(4, at(5min)));
  gateway_.open();
  EXPECT_EQ(gateway_.pending(), 0U);
  push_minutes(5, 6);
  queue().settle_all();
  gateway_.open();
  EXPECT_EQ(gateway_.pending(), 1U);
  EXPECT_THAT(gateway_.deliver_all(at(6min)), ElementsAre("a 5 @300"));
}

TEST_F(QueueTest, removes_files_once_they_are_delivered) {
  push_minutes(0, 300);
  queue().settle_all();
  EXPECT_THAT(gateway_.directory.files(),
              ElementsAre("00000000000000000001.segment", "00000000000000000129.segment",
                          "00000000000000000257.segment"));
  EXPECT_EQ(gateway_.deliver_all(at(300min), 7).size(), 300U);
  EXPECT_THAT(gateway_.directory.files(), ElementsAre("position"));
  EXPECT_EQ(gateway_.pending(), 0U);
  push_minutes(300, 301);
  EXPECT_THAT(gateway_.deliver_all(at(301min)), ElementsAre("a 300 @18000"));
}

TEST_F(QueueTest, counts_waiting_samples_of_many_files_without_reading_them_all) {
  push_minutes(0, 500);
  queue().delivered(queue().oldest(10, at(500min)));
  queue().settle_all();
  queue().delivered(queue().oldest(10, at(500min)));
  gateway_.open();
  EXPECT_EQ(gateway_.pending(), 480U);
  EXPECT_EQ(gateway_.deliver_all(at(500min)).size(), 480U);
  EXPECT_EQ(gateway_.lost(), 0U);
}

TEST_F(QueueTest, ends_a_series_with_one_staleness_marker) {
  gateway_.push("a 1\nb 1\n", at(0s));
  gateway_.push("a 2\n", at(60s));
  gateway_.push("a 3\n", at(120s));
  gateway_.push("a 4\nb 4\n", at(180s));
  EXPECT_EQ(gateway_.pending(), 7U);
  EXPECT_THAT(gateway_.deliver_all(at(200s)),
              ElementsAre("a 1 @0", "a 2 @60", "a 3 @120", "a 4 @180", "b 1 @0", "b stale @60",
                          "b 4 @180"));
}

TEST_F(QueueTest, continues_after_a_moment_without_any_sample) {
  gateway_.push("a 1\n", at(0s));
  EXPECT_EQ(gateway_.deliver_all(at(1s)).size(), 1U);
  gateway_.push("", at(60s));
  gateway_.push("", at(120s));
  gateway_.push("", at(180s));
  EXPECT_THAT(gateway_.deliver_all(at(181s)), ElementsAre("a stale @60"));
  gateway_.push("", at(240s));
  gateway_.push("a 5\n", at(300s));
  EXPECT_THAT(gateway_.deliver_all(at(301s)), ElementsAre("a 5 @300"));
}

TEST_F(QueueTest, gives_the_newest_ahead_of_older_ones_and_not_again) {
  push_minutes(0, 3);
  const Batch oldest = queue().oldest(1, at(3min));
  EXPECT_THAT(lines_of(queue().newest(at(3min))), ElementsAre("a 2 @120"));
  EXPECT_THAT(lines_of(queue().newest(at(3min))), ElementsAre("a 2 @120"));
  queue().delivered(queue().newest(at(3min)));
  EXPECT_EQ(gateway_.pending(), 2U);
  queue().delivered(oldest);
  EXPECT_THAT(gateway_.deliver_all(at(3min)), ElementsAre("a 1 @60"));
  EXPECT_EQ(gateway_.pending(), 0U);
  EXPECT_EQ(gateway_.lost(), 0U);
}

TEST_F(QueueTest, has_no_newest_when_it_is_the_oldest_too) {
  EXPECT_TRUE(queue().newest(at(0s)).empty());
  push_minutes(0, 1);
  EXPECT_TRUE(queue().newest(at(1min)).empty());
  push_minutes(1, 2);
  EXPECT_FALSE(queue().newest(at(2min)).empty());
  const Batch both = queue().oldest(2, at(2min));
  EXPECT_TRUE(queue().newest(at(2min)).empty());
  queue().delivered(both);
  EXPECT_TRUE(queue().newest(at(2min)).empty());
}

TEST_F(QueueTest, does_not_give_the_newest_again_from_disk) {
  push_minutes(0, 128);
  queue().settle_all();
  queue().delivered(queue().newest(at(128min)));
  EXPECT_EQ(gateway_.pending(), 127U);
  push_minutes(128, 130);
  queue().settle_all();
  queue().delivered(queue().newest(at(130min)));
  EXPECT_EQ(gateway_.pending(), 128U);
  const Lines given = gateway_.deliver_all(at(130min), 10);
  EXPECT_EQ(given.size(), 128U);
  EXPECT_EQ(given[126], "a 126 @7560");
  EXPECT_EQ(given[127], "a 128 @7680");
  EXPECT_EQ(gateway_.pending(), 0U);
  EXPECT_EQ(gateway_.lost(), 0U);
  EXPECT_THAT(gateway_.directory.files(), ElementsAre("position"));
}

TEST_F(QueueTest, returns_undelivered_samples_again_together_with_newer_ones) {
  push_minutes(0, 2);
  const Batch batch = queue().oldest(100, at(2min));
  push_minutes(2, 3);
  queue().give_back(batch);
  EXPECT_EQ(gateway_.pending(), 3U);
  EXPECT_THAT(gateway_.deliver_all(at(3min)), ElementsAre("a 0 @0", "a 1 @60", "a 2 @120"));
  EXPECT_EQ(gateway_.pending(), 0U);
  EXPECT_EQ(gateway_.lost(), 0U);
}

TEST_F(QueueTest, does_not_return_samples_again_that_were_delivered_ahead) {
  push_minutes(0, 128);
  queue().settle_all();
  queue().delivered(queue().newest(at(128min)));
  push_minutes(128, 129);
  queue().settle_all();
  const Batch batch = queue().oldest(200, at(129min));
  EXPECT_EQ(batch.items.size(), 127U);
  queue().give_back(batch);
  EXPECT_EQ(gateway_.deliver_all(at(129min)).size(), 128U);
  EXPECT_EQ(gateway_.pending(), 0U);
  EXPECT_EQ(gateway_.lost(), 0U);
}

TEST_F(QueueTest, counts_and_records_refused_samples) {
  queue().refused(3, "one\ntwo\nthree\n");
  queue().refused(1, "four\n");
  EXPECT_EQ(gateway_.lost(RemoteWriteLoss::refused), 4U);
  EXPECT_EQ(content_of(gateway_.directory.file("refused.txt")), "one\ntwo\nthree\nfour\n");
}

TEST_F(QueueTest, keeps_the_list_of_refused_samples_short) {
  const std::string line(1'023, 'x');
  for (int i = 0; i < 600; ++i)
    queue().refused(1, line + "\n");
  EXPECT_THAT(gateway_.directory.files(), ElementsAre("refused.txt", "refused.txt.1"));
  EXPECT_LE(content_of(gateway_.directory.file("refused.txt")).size(), 258U << 10U);
  EXPECT_LE(content_of(gateway_.directory.file("refused.txt.1")).size(), 258U << 10U);
}

}  // namespace
}  // namespace commune::remote_write::testing
