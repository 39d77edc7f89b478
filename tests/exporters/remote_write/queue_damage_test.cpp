// Damaged files: damaged samples are counted and set aside, the rest is delivered.
#include <filesystem>

#include "exporters/remote_write/queue.hpp"
#include "exporters/remote_write/record.hpp"
#include "tests/exporters/remote_write/gateway.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::remote_write::testing {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using Loss = RemoteWriteLoss;

class QueueDamageTest : public ::testing::Test {
 protected:
  /// Segments 1, 6 and 11 of five blocks each; the block of minute M has M + 1 samples.
  QueueDamageTest() {
    for (int minute = 0; minute < 15; ++minute) {
      gateway_.push(page_of(static_cast<std::size_t>(minute) + 1, minute),
                    at(std::chrono::minutes(minute)));
      if (minute % 5 != 4) continue;
      gateway_.queue().settle_all();
      gateway_.open();
    }
    EXPECT_EQ(gateway_.pending(), 120U);
  }
  void damage_block(std::uint64_t segment, std::size_t block) {
    damage(gateway_.segment(segment), gateway_.place_of_block(segment, block) + 20);
  }
  void cut(std::uint64_t segment, std::size_t bytes) {
    std::filesystem::resize_file(gateway_.segment(segment), bytes);
  }
  Lines deliver_all() { return gateway_.deliver_all(at(15min)); }

  Gateway gateway_;
};

TEST_F(QueueDamageTest, is_none_when_nothing_happened) {
  EXPECT_THAT(deliver_all(), SizeIs(120));
  EXPECT_EQ(gateway_.lost(), 0U);
  EXPECT_THAT(gateway_.directory.files(), ElementsAre("position"));
}

TEST_F(QueueDamageTest, costs_the_damaged_block_of_the_first_file) {
  damage_block(1, 2);
  gateway_.open();
  const Lines rest = deliver_all();
  EXPECT_THAT(rest, SizeIs(117));
  EXPECT_THAT(rest, Each(Not(HasSubstr("@120"))));
  EXPECT_EQ(gateway_.lost(Loss::damaged), 3U);
  EXPECT_EQ(gateway_.lost(), 3U);
  EXPECT_EQ(gateway_.pending(), 0U);
  EXPECT_THAT(gateway_.directory.files(), ElementsAre("damaged", "position"));
}

TEST_F(QueueDamageTest, costs_the_damaged_block_of_a_file_in_the_middle) {
  damage_block(6, 4);
  gateway_.open();
  EXPECT_THAT(deliver_all(), SizeIs(110));
  EXPECT_EQ(gateway_.lost(Loss::damaged), 10U);
  EXPECT_EQ(gateway_.lost(), 10U);
  EXPECT_THAT(gateway_.directory.files(), Contains("damaged"));
}

TEST_F(QueueDamageTest, costs_the_damaged_block_of_the_last_file) {
  damage_block(11, 1);
  gateway_.open();
  EXPECT_THAT(deliver_all(), SizeIs(108));
  EXPECT_EQ(gateway_.lost(Loss::damaged), 12U);
  EXPECT_EQ(gateway_.lost(), 12U);
  EXPECT_THAT(gateway_.directory.files(), Contains("damaged"));
}

TEST_F(QueueDamageTest, does_not_count_samples_that_were_delivered_before) {
  gateway_.queue().delivered(gateway_.queue().oldest(6, at(15min)));
  EXPECT_EQ(gateway_.pending(), 114U);
  damage_block(1, 1);
  gateway_.open();
  EXPECT_EQ(gateway_.pending(), 114U);
  EXPECT_THAT(deliver_all(), SizeIs(114));
  EXPECT_EQ(gateway_.lost(), 0U);
}

TEST_F(QueueDamageTest, counts_samples_that_were_to_be_delivered_next) {
  gateway_.queue().delivered(gateway_.queue().oldest(6, at(15min)));
  damage_block(1, 3);
  gateway_.open();
  EXPECT_THAT(deliver_all(), SizeIs(110));
  EXPECT_EQ(gateway_.lost(Loss::damaged), 4U);
  EXPECT_EQ(gateway_.lost(), 4U);
}

TEST_F(QueueDamageTest, costs_the_missing_part_of_a_truncated_file) {
  cut(6, gateway_.place_of_block(6, 3) + 5);
  gateway_.open();
  EXPECT_THAT(deliver_all(), SizeIs(101));
  EXPECT_EQ(gateway_.lost(Loss::damaged), 19U);
  EXPECT_EQ(gateway_.lost(), 19U);
  EXPECT_THAT(gateway_.directory.files(), Contains("damaged"));
}

TEST_F(QueueDamageTest, costs_the_samples_that_an_empty_file_should_contain) {
  cut(6, 0);
  gateway_.open();
  EXPECT_THAT(deliver_all(), SizeIs(80));
  EXPECT_EQ(gateway_.lost(), 40U);
  EXPECT_EQ(gateway_.pending(), 0U);
}

// The state after a power cut: that record was never reported as written.
TEST_F(QueueDamageTest, is_none_when_the_last_file_ends_in_half_a_record) {
  cut(11, gateway_.place_of_block(11, 4) + 7);
  gateway_.open();
  EXPECT_EQ(gateway_.pending(), 105U);
  EXPECT_THAT(deliver_all(), SizeIs(105));
  EXPECT_EQ(gateway_.lost(), 0U);
  EXPECT_THAT(gateway_.directory.files(), ElementsAre("position"));
}

TEST_F(QueueDamageTest, costs_nothing_in_the_head_of_a_file) {
  for (const std::uint64_t segment : {1, 6, 11})
    damage(gateway_.segment(segment), 14);
  gateway_.open();
  EXPECT_EQ(gateway_.pending(), 120U);
  EXPECT_THAT(deliver_all(), SizeIs(120));
  EXPECT_EQ(gateway_.lost(), 0U);
}

TEST_F(QueueDamageTest, costs_nothing_in_one_copy_of_the_series) {
  const std::string content = content_of(gateway_.segment(6));
  const std::size_t first = content.find("CWQS");
  ASSERT_NE(content.find("CWQS", first + 1), std::string::npos);
  damage(gateway_.segment(6), first + 20);
  damage(gateway_.segment(11), content_of(gateway_.segment(11)).rfind("CWQS") + 20);
  gateway_.open();
  EXPECT_THAT(deliver_all(), SizeIs(120));
  EXPECT_EQ(gateway_.lost(), 0U);
}

// Wherever the damage is, at most one block is lost, and each sample is delivered or counted.
TEST_F(QueueDamageTest, costs_one_block_at_most_wherever_a_byte_is_flipped) {
  const std::size_t size = content_of(gateway_.segment(6)).size();
  Directory kept;
  const auto copy = [](const Directory& from, const Directory& to) {
    for (const std::string& name : to.files())
      std::filesystem::remove(to.file(name));
    std::filesystem::copy(from.path(), to.path());
  };
  copy(gateway_.directory, kept);
  for (std::size_t at_byte = 0; at_byte < size; at_byte += 3) {
    copy(kept, gateway_.directory);
    damage(gateway_.segment(6), at_byte);
    gateway_.open();
    const std::size_t given = deliver_all().size();
    EXPECT_GE(given, 110U) << at_byte;
    EXPECT_EQ(given + gateway_.lost(Loss::damaged), 120U) << at_byte;
    EXPECT_EQ(gateway_.pending(), 0U) << at_byte;
  }
}

TEST_F(QueueDamageTest, does_not_touch_files_of_a_newer_version) {
  // Only version 2.
  std::string head;
  append_record(RecordType::head, "\x08\x02", head);
  write_file(gateway_.segment(6), head);
  const auto files = gateway_.directory.files();
  const auto queue =
      Queue::open(std::make_unique<SegmentFiles>(gateway_.directory.path()), {}, "boot-1");
  ASSERT_FALSE(queue.has_value());
  EXPECT_EQ(queue.error().where, gateway_.segment(6));
  EXPECT_THAT(queue.error().what, HasSubstr("newer commune-agent"));
  EXPECT_EQ(gateway_.directory.files(), files);
  EXPECT_EQ(content_of(gateway_.segment(6)), head);
}

TEST_F(QueueDamageTest, leaves_other_files_alone) {
  write_file(gateway_.directory.file("notes.segment"), "not ours");
  write_file(gateway_.directory.file("12x.segment"), "not ours");
  gateway_.open();
  EXPECT_THAT(deliver_all(), SizeIs(120));
  EXPECT_THAT(gateway_.directory.files(), ElementsAre("12x.segment", "notes.segment", "position"));
}

}  // namespace
}  // namespace commune::remote_write::testing
