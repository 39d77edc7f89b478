// A segment, written in pieces and read back: series, staleness and versions.
#include "exporters/remote_write/segment.hpp"

#include <bit>

#include "exporters/remote_write/record.hpp"
#include "tests/exporters/remote_write/gateway.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::remote_write::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// `a=1 b=stale`, for the series that have a sample in it.
std::string text_of_block(const Segment& segment, const Block& block) {
  const auto values = values_of(segment, block);
  if (!values) return "unreadable";
  std::string text;
  for (std::size_t i = 0; i < values->size(); ++i) {
    const ValueBits value = (*values)[i];
    if (value == kAbsent) continue;
    text += text.empty() ? "" : " ";
    text += text_of(segment.labels[i]) + "=";
    text += value == kStale ? "stale" : fmt::format("{}", std::bit_cast<double>(value));
  }
  return text;
}

Lines texts_of(const Segment& segment) {
  Lines texts;
  for (const Block& block : segment.blocks)
    texts.push_back(fmt::format("{}: {}", block.seq, text_of_block(segment, block)));
  return texts;
}

class SegmentTest : public ::testing::Test {
 protected:
  void add(const std::string& page) {
    const auto second = static_cast<std::int64_t>(seq_);
    open_.add(read_page(page, {}), seq_++,
              {Milliseconds(second * 1'000), kStart + std::chrono::seconds(second)});
  }
  void save() {
    bytes_ += open_.unsaved_records(saved_);
    open_.saved();
    saved_ = 0;
    for (const Block& block : open_.data().blocks)
      saved_ = block.saved_before + block.samples;
  }
  ReadSegment read() const { return read_segment(bytes_, "file").value(); }

  std::uint64_t seq_ = 7, saved_ = 100;
  OpenSegment open_{{"boot-1", 7, 0}, nullptr};
  std::string bytes_;
};

TEST_F(SegmentTest, is_read_back_unchanged) {
  add("a 1\nb 2\n");
  add("a 2\nb 2.5\n");
  save();
  add("a 3\nb 2.5\nc 9\n");
  save();
  const ReadSegment back = read();
  EXPECT_FALSE(back.damaged);
  EXPECT_EQ(back.segment.head.boot_id, "boot-1");
  EXPECT_EQ(back.segment.head.first_seq, 7U);
  EXPECT_EQ(back.segment.head.saved_before, 100U);
  EXPECT_THAT(texts_of(back.segment),
              ElementsAre("7: a=1 b=2", "8: a=2 b=2.5", "9: a=3 b=2.5 c=9"));
  ASSERT_THAT(back.segment.blocks, SizeIs(3));
  const Block& last = back.segment.blocks.back();
  EXPECT_EQ(last.taken.mono, 9s);
  EXPECT_EQ(last.taken.wall, kStart + 9s);
  EXPECT_EQ(last.samples, 3U);
  EXPECT_EQ(last.series, 3U);
  EXPECT_EQ(last.saved_before, 104U);
  EXPECT_TRUE(last.saved);
  EXPECT_EQ(text_of_block(open_.data(), open_.data().blocks.back()), "a=3 b=2.5 c=9");
}

TEST_F(SegmentTest, leaves_a_time_open_that_is_not_known) {
  open_.add(read_page("a 1\n", {}), seq_, {5s, std::nullopt});
  save();
  EXPECT_EQ(read().segment.blocks.at(0).taken.wall, std::nullopt);
  EXPECT_EQ(read().segment.blocks.at(0).taken.mono, 5s);
}

TEST_F(SegmentTest, writes_only_series_twice) {
  add("a 1\n");
  save();
  EXPECT_EQ(open_.unsaved_records(0), "");
  const std::size_t size = bytes_.size();
  add("a 2\n");
  save();
  EXPECT_EQ(bytes_.find("CWQS", size), std::string::npos);
  EXPECT_EQ(bytes_.find("CWQH", size), std::string::npos);
}

TEST_F(SegmentTest, loses_nothing_to_damage_in_one_copy_of_the_series) {
  add("a 1\nb 2\n");
  save();
  const std::size_t first = bytes_.find("CWQS"), second = bytes_.find("CWQS", first + 1);
  const std::size_t end = bytes_.find("CWQB");
  for (std::size_t at = first; at < end; ++at) {
    const std::string whole = bytes_;
    bytes_[at] = static_cast<char>(bytes_[at] ^ 4);
    EXPECT_TRUE(read().damaged) << at;
    EXPECT_THAT(texts_of(read().segment), ElementsAre("7: a=1 b=2")) << at - second;
    bytes_ = whole;
  }
}

TEST_F(SegmentTest, keeps_no_block_whose_series_are_lost) {
  add("a 1\n");
  save();
  add("a 2\nb 2\n");
  save();
  // Both copies of the record that came with b.
  std::size_t at = bytes_.rfind("CWQS");
  bytes_[at + 14] ^= 1;
  at = bytes_.rfind("CWQS", at - 1);
  bytes_[at + 14] ^= 1;
  EXPECT_TRUE(read().damaged);
  EXPECT_THAT(texts_of(read().segment), ElementsAre("7: a=1"));
}

TEST_F(SegmentTest, ends_a_series_once) {
  add("a 1\nb 1\n");
  add("a 2\n");
  add("a 3\n");
  add("a 4\nb 4\n");
  add("");
  add("");
  EXPECT_THAT(texts_of(open_.data()), ElementsAre("7: a=1 b=1", "8: a=2 b=stale", "9: a=3",
                                                  "10: a=4 b=4", "11: a=stale b=stale", "12: "));
  std::vector<std::uint32_t> samples;
  for (const Block& block : open_.data().blocks)
    samples.push_back(block.samples);
  EXPECT_THAT(samples, ElementsAre(2, 2, 1, 2, 2, 0));
}

TEST_F(SegmentTest, knows_the_series_of_the_previous_one) {
  add("a 1\nb 1\nc 1\n");
  add("a 2\nb 2\n");
  OpenSegment next({"boot-1", 9, 0}, &open_);
  next.add(read_page("b 5\n", {}), 9, {});
  next.add(read_page("b 6\n", {}), 10, {});
  EXPECT_THAT(texts_of(next.data()), ElementsAre("9: a=stale b=5", "10: b=6"));
  // It is self-contained.
  const auto back = read_segment(next.unsaved_records(0), "file").value();
  EXPECT_THAT(texts_of(back.segment), ElementsAre("9: a=stale b=5", "10: b=6"));
}

TEST_F(SegmentTest, keeps_the_last_value_of_a_duplicate_series) {
  add("a 1\na 2\n");
  EXPECT_THAT(texts_of(open_.data()), ElementsAre("7: a=2"));
  EXPECT_EQ(open_.data().blocks.at(0).samples, 1U);
}

TEST_F(SegmentTest, is_full_after_two_hours_or_eight_megabytes) {
  for (int i = 0; i < 127; ++i)
    add("a 1\n");
  EXPECT_FALSE(open_.full());
  add("a 1\n");
  EXPECT_TRUE(open_.full());
}

TEST_F(SegmentTest, needs_little_more_disk_than_its_values) {
  for (int minute = 0; minute < 60; ++minute) {
    std::string page;
    for (int i = 0; i < 1'000; ++i)
      page += fmt::format("commune_x{{device=\"ap-{}\",quantity=\"q{}\"}} {}\n", i / 20, i % 20,
                          i % 3 == 0 ? 1e6 + i * 17 * minute : 0.25 * i);
    add(page);
    save();
  }
  EXPECT_LT(bytes_.size() / 60, 2'100U);
}

TEST_F(SegmentTest, is_refused_if_it_has_a_newer_version) {
  std::string bytes;
  append_record(RecordType::head,
                "\x08\x02\x12\x06"
                "boot-9",
                bytes);
  const auto segment = read_segment(bytes, "queue/1.segment");
  ASSERT_FALSE(segment.has_value());
  EXPECT_EQ(segment.error().where, "queue/1.segment");
  EXPECT_THAT(segment.error().what, HasSubstr("newer commune-agent (format 2, this one knows 1)"));
  EXPECT_FALSE(read_head(bytes, "queue/1.segment").has_value());
}

TEST_F(SegmentTest, has_its_head_in_the_first_bytes) {
  add("a 1\n");
  save();
  const auto head = read_head(bytes_.substr(0, 100), "file").value();
  ASSERT_TRUE(head.has_value());
  EXPECT_EQ(head->boot_id, "boot-1");
  EXPECT_EQ(head->first_seq, 7U);
  EXPECT_EQ(head->saved_before, 100U);
  EXPECT_EQ(read_head(bytes_.substr(0, 10), "file").value(), std::nullopt);
  bytes_[14] ^= 1;
  EXPECT_EQ(read_head(bytes_, "file").value(), std::nullopt);
}

// A correct checksum does not mean correct content.
TEST_F(SegmentTest, treats_records_with_invalid_content_as_damaged) {
  add("a 1\n");
  save();
  for (const RecordType type : {RecordType::head, RecordType::series, RecordType::block})
    for (const std::string payload : {"", "x", "\x0a", "\x0d\x01\x02\x03\x04", "\x12\xff", "\x08",
                                      "\x3a\x02xx", "\x18\x01", "\x39\x01"}) {
      std::string bytes = bytes_;
      append_record(type, payload, bytes);
      const auto back = read_segment(bytes, "file");
      ASSERT_TRUE(back.has_value()) << static_cast<char>(type) << payload;
      EXPECT_EQ(texts_of(back->segment).at(0), "7: a=1");
    }
  std::string bytes = bytes_;
  append_record(static_cast<RecordType>('?'), "", bytes);
  EXPECT_TRUE(read_segment(bytes, "file")->damaged);
}

TEST_F(SegmentTest, is_empty_when_the_file_is) {
  EXPECT_FALSE(read().damaged);
  EXPECT_THAT(read().segment.blocks, IsEmpty());
}

}  // namespace
}  // namespace commune::remote_write::testing
