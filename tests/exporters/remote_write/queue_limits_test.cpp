// A queue that is full, and a disk that is full or broken: dropped samples are counted, and no more
// than needed are dropped.
#include "exporters/remote_write/queue.hpp"
#include "tests/exporters/remote_write/gateway.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::remote_write::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Loss = RemoteWriteLoss;

/// Blocks of a segment, by OpenSegment::full().
constexpr int kSegment = 128;
constexpr std::uint64_t kSegmentSamples = 1'280;  ///< For ten series.

class QueueLimitsTest : public ::testing::Test {
 protected:
  /// `series` samples each minute, settled as time passes.
  void pass(int from, int to, std::size_t series = 10) {
    for (int minute = from; minute < to; ++minute) {
      gateway_.push(page_of(series, minute * 0.37), at(std::chrono::minutes(minute)));
      settle(minute);
    }
  }
  void settle(int minute) { queue().settle(at(std::chrono::minutes(minute) + 5s).now.mono); }
  Queue& queue() { return gateway_.queue(); }
  Lines deliver_all(int minute) { return gateway_.deliver_all(at(std::chrono::minutes(minute))); }

  Gateway gateway_;
};

TEST_F(QueueLimitsTest, drops_the_oldest_when_the_quota_is_full) {
  gateway_.options.quota_bytes = 40'000;
  gateway_.open();
  pass(0, 10 * kSegment);
  std::uint64_t bytes = 0;
  for (const auto& file : SegmentFiles(gateway_.directory.path()).list())
    bytes += file.bytes;
  EXPECT_LE(bytes, 40'000U);
  EXPECT_GT(bytes, 20'000U);
  const std::uint64_t lost = gateway_.lost(Loss::quota);
  EXPECT_EQ(lost % kSegmentSamples, 0U);
  EXPECT_GT(lost, 0U);
  EXPECT_EQ(gateway_.lost(), lost);
  EXPECT_EQ(gateway_.pending() + lost, 100U * kSegment);
  const Lines rest = deliver_all(10 * kSegment);
  EXPECT_EQ(rest.size() + lost, 100U * kSegment);
  EXPECT_EQ(gateway_.pending(), 0U);
  EXPECT_EQ(gateway_.lost(), lost);
}

TEST_F(QueueLimitsTest, keeps_the_quota_after_a_segment_that_was_delivered_from_memory) {
  gateway_.options.quota_bytes = 10;
  gateway_.open();
  for (int minute = 0; minute < kSegment; ++minute) {
    gateway_.push(page_of(10, minute), at(std::chrono::minutes(minute)));
    EXPECT_THAT(deliver_all(minute), SizeIs(10));
  }
  EXPECT_THAT(gateway_.directory.files(), IsEmpty());
  gateway_.push(page_of(10, 0), at(std::chrono::minutes(kSegment)));
  // Returned, and not delivered for a long time.
  EXPECT_THAT(queue().oldest(1, at(std::chrono::minutes(kSegment))).items, SizeIs(10));
  pass(kSegment + 1, 3 * kSegment + 1);
  EXPECT_EQ(gateway_.lost(Loss::quota), 20U * kSegment);
  EXPECT_EQ(gateway_.pending(), 10U);
}

TEST_F(QueueLimitsTest, drops_nothing_that_is_still_being_written) {
  gateway_.options.quota_bytes = 10;
  gateway_.open();
  pass(0, kSegment);
  EXPECT_EQ(gateway_.lost(), 0U);
  pass(kSegment, kSegment + 1);
  EXPECT_EQ(gateway_.lost(Loss::quota), 10U * kSegment);
  EXPECT_EQ(deliver_all(200).size(), 10U);
}

TEST_F(QueueLimitsTest, continues_after_dropping_samples_that_were_being_sent) {
  pass(0, kSegment);
  const Batch batch = queue().oldest(50, at(200min));
  gateway_.options.quota_bytes = 10;
  EXPECT_EQ(batch.items.size(), 50U);
  pass(kSegment, 2 * kSegment);
  queue().delivered(batch);
  EXPECT_EQ(gateway_.pending(), 10U * (2 * kSegment - 5));
  const Lines rest = deliver_all(3 * kSegment);
  EXPECT_THAT(rest, SizeIs(10U * (2 * kSegment - 5)));
}

TEST_F(QueueLimitsTest, drops_the_oldest_when_the_disk_is_full) {
  gateway_.disk.room = 30'000;
  pass(0, 10 * kSegment);
  const std::uint64_t lost = gateway_.lost(Loss::disk);
  EXPECT_GT(lost, 0U);
  EXPECT_EQ(lost % kSegmentSamples, 0U);
  EXPECT_EQ(gateway_.lost(), lost);
  EXPECT_EQ(gateway_.figures().disk_trouble, "");
  EXPECT_EQ(gateway_.pending() + lost, 100U * kSegment);
  gateway_.disk.room = UINT64_MAX;
  pass(10 * kSegment, 20 * kSegment);
  EXPECT_EQ(gateway_.lost(), lost);
  const Lines rest = deliver_all(20 * kSegment);
  EXPECT_EQ(rest.size() + lost, 200U * kSegment);
  EXPECT_EQ(gateway_.lost(), lost);
}

TEST_F(QueueLimitsTest, continues_in_memory_when_the_disk_has_no_space_at_all) {
  gateway_.disk.room = 0;
  pass(0, 20);
  EXPECT_EQ(gateway_.figures().disk_trouble, "disk: No space left");
  EXPECT_EQ(gateway_.pending(), 200U);
  EXPECT_THAT(deliver_all(20), SizeIs(200));
  EXPECT_EQ(gateway_.lost(), 0U);
}

TEST_F(QueueLimitsTest, continues_in_memory_when_the_disk_is_broken) {
  gateway_.disk.broken = true;
  pass(0, 300);
  EXPECT_EQ(gateway_.figures().disk_trouble, "disk: Input/output error");
  EXPECT_THAT(gateway_.directory.files(), IsEmpty());
  EXPECT_EQ(gateway_.lost(), 0U);
  EXPECT_EQ(gateway_.pending(), 3'000U);
  const Lines given = deliver_all(300);
  EXPECT_THAT(given, SizeIs(3'000));
  EXPECT_EQ(gateway_.pending(), 0U);
}

TEST_F(QueueLimitsTest, tries_a_broken_disk_less_and_less_often) {
  gateway_.disk.broken = true;
  gateway_.push("a 1\n", at(0s));
  std::vector<int> tries;
  for (int second = 0; second < 400; ++second) {
    const int before = gateway_.disk.appends;
    queue().settle(at(second * 1s).now.mono);
    if (gateway_.disk.appends > before) tries.push_back(second);
  }
  EXPECT_THAT(tries, ElementsAre(5, 10, 20, 40, 80, 140, 200, 260, 320, 380));
  gateway_.disk.broken = false;
  EXPECT_EQ(queue().next_settling(), at(440s).now.mono);
  queue().settle(at(440s).now.mono);
  EXPECT_EQ(gateway_.figures().disk_trouble, "");
  // The next failure is retried soon again.
  gateway_.disk.broken = true;
  gateway_.push("a 2\n", at(500s));
  queue().settle(at(505s).now.mono);
  EXPECT_EQ(queue().next_settling(), at(510s).now.mono);
}

TEST_F(QueueLimitsTest, writes_samples_that_waited_for_the_disk_once) {
  gateway_.disk.broken = true;
  pass(0, 300);
  gateway_.disk.broken = false;
  settle(310);
  EXPECT_EQ(gateway_.figures().disk_trouble, "");
  EXPECT_THAT(gateway_.directory.files(), SizeIs(3));
  gateway_.open();
  EXPECT_EQ(gateway_.pending(), 3'000U);
  EXPECT_THAT(deliver_all(310), SizeIs(3'000));
  EXPECT_EQ(gateway_.lost(), 0U);
}

TEST_F(QueueLimitsTest, keeps_to_its_memory_while_the_disk_is_broken) {
  gateway_.options.memory_bytes = 100'000;
  gateway_.open();
  gateway_.disk.broken = true;
  pass(0, 10 * kSegment);
  const std::uint64_t lost = gateway_.lost(Loss::disk);
  EXPECT_GT(lost, 0U);
  EXPECT_EQ(lost % kSegmentSamples, 0U);
  EXPECT_EQ(gateway_.lost(), lost);
  EXPECT_EQ(gateway_.pending() + lost, 100U * kSegment);
  EXPECT_LE(gateway_.figures().pending_bytes, 100'000U);
  gateway_.disk.broken = false;
  settle(10 * kSegment);
  gateway_.open();
  EXPECT_EQ(gateway_.pending() + lost, 100U * kSegment);
  const Lines rest = deliver_all(10 * kSegment);
  EXPECT_EQ(rest.size() + lost, 100U * kSegment);
  EXPECT_EQ(gateway_.lost(), 0U);
}

TEST_F(QueueLimitsTest, keeps_samples_on_a_disk_that_broke_later) {
  gateway_.options.memory_bytes = 60'000;
  gateway_.open();
  pass(0, kSegment + 50);
  gateway_.disk.broken = true;
  pass(kSegment + 50, 6 * kSegment);
  const std::uint64_t lost = gateway_.lost(Loss::disk);
  EXPECT_GT(lost, 0U);
  EXPECT_EQ(gateway_.pending() + lost, 60U * kSegment);
  gateway_.disk.broken = false;
  settle(6 * kSegment);
  gateway_.open();
  EXPECT_EQ(gateway_.pending() + lost, 60U * kSegment);
  const Lines rest = deliver_all(6 * kSegment);
  EXPECT_EQ(rest.size() + lost, 60U * kSegment);
  // It contains the samples that were on disk before.
  EXPECT_THAT(rest, ::testing::Contains("s0009 65.49 @10620"));
  EXPECT_EQ(gateway_.lost(), 0U);
}

TEST_F(QueueLimitsTest, treats_a_directory_that_cannot_be_created_as_a_broken_disk) {
  Directory directory;
  write_file(directory.file("state"), "a file where a directory should be");
  auto queue = Queue::open(std::make_unique<SegmentFiles>(directory.file("state/q")), {}, "boot-1");
  ASSERT_TRUE(queue.has_value());
  (*queue)->push(read_page("a 1\n", {}), at(0s));
  (*queue)->settle(at(5s).now.mono);
  RemoteWriteFigures figures;
  (*queue)->add_figures(figures);
  EXPECT_NE(figures.disk_trouble, "");
  EXPECT_THAT(lines_of((*queue)->oldest(10, at(6s))), ElementsAre("a 1 @0"));
}

}  // namespace
}  // namespace commune::remote_write::testing
