// Records of a file: damage affects only the record that it is in.
#include "exporters/remote_write/record.hpp"

#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::remote_write {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Texts = std::vector<std::string>;

Texts read_all(std::string_view bytes, bool* damaged = nullptr) {
  RecordReader reader(bytes);
  Texts texts;
  while (const auto record = reader.next())
    texts.push_back(static_cast<char>(record->type) + std::string(record->payload));
  if (damaged) *damaged = reader.damaged();
  return texts;
}

class RecordTest : public ::testing::Test {
 protected:
  RecordTest() {
    append_record(RecordType::head, "first", bytes_);
    second_at_ = bytes_.size();
    append_record(RecordType::series, "second, which holds CWQB in it", bytes_);
    third_at_ = bytes_.size();
    append_record(RecordType::block, "third", bytes_);
  }

  std::string bytes_;
  std::size_t second_at_ = 0, third_at_ = 0;
  bool damaged_ = false;
};

TEST_F(RecordTest, is_read_back_unchanged_too) {
  EXPECT_THAT(read_all(bytes_, &damaged_),
              ElementsAre("Hfirst", "Ssecond, which holds CWQB in it", "Bthird"));
  EXPECT_FALSE(damaged_);
  EXPECT_THAT(read_all("", &damaged_), IsEmpty());
  EXPECT_FALSE(damaged_);
}

TEST_F(RecordTest, may_be_empty_or_hold_any_byte) {
  std::string every;
  for (int i = 0; i < 256; ++i)
    every += static_cast<char>(i);
  std::string bytes;
  append_record(RecordType::block, "", bytes);
  append_record(RecordType::block, every, bytes);
  EXPECT_THAT(read_all(bytes), ElementsAre("B", "B" + every));
}

TEST_F(RecordTest, costs_only_itself_when_a_byte_of_it_is_damaged) {
  for (std::size_t at = 0; at < bytes_.size(); ++at) {
    for (const int change : {0x01, 0x80, 0xff}) {
      std::string bytes = bytes_;
      bytes[at] = static_cast<char>(bytes[at] ^ change);
      const Texts expected = at < second_at_  ? Texts{"Ssecond, which holds CWQB in it", "Bthird"}
                             : at < third_at_ ? Texts{"Hfirst", "Bthird"}
                                              : Texts{"Hfirst", "Ssecond, which holds CWQB in it"};
      EXPECT_EQ(read_all(bytes, &damaged_), expected) << at;
      // At the end it looks as if it had not been written completely.
      EXPECT_EQ(damaged_, at < third_at_) << at;
    }
  }
}

TEST_F(RecordTest, does_not_count_as_damaged_when_only_the_last_one_is_incomplete) {
  for (std::size_t length = third_at_; length < bytes_.size(); ++length) {
    EXPECT_THAT(read_all(bytes_.substr(0, length), &damaged_),
                ElementsAre("Hfirst", "Ssecond, which holds CWQB in it"));
    EXPECT_FALSE(damaged_) << length;
  }
}

TEST_F(RecordTest, is_found_after_invalid_bytes) {
  EXPECT_EQ(read_all("garbage CWQ" + bytes_, &damaged_).size(), 3U);
  EXPECT_TRUE(damaged_);
}

TEST_F(RecordTest, may_have_zeros_before_it) {
  std::string bytes = bytes_;
  bytes.insert(third_at_, std::string(4096, '\0'));
  EXPECT_EQ(read_all(bytes, &damaged_).size(), 3U);
  EXPECT_FALSE(damaged_);
}

TEST_F(RecordTest, is_found_where_bytes_of_the_one_before_are_missing) {
  std::string bytes = bytes_;
  bytes.erase(second_at_ + 14, 5);
  EXPECT_THAT(read_all(bytes, &damaged_), ElementsAre("Hfirst", "Bthird"));
  EXPECT_TRUE(damaged_);
}

TEST_F(RecordTest, has_the_layout_of_files_on_disk) {
  std::string bytes;
  append_record(RecordType::block, "x", bytes);
  using namespace std::string_literals;
  EXPECT_EQ(bytes.substr(0, 8), "CWQB\x01\0\0\0"s);
  EXPECT_EQ(bytes.size(), 13U);
  EXPECT_EQ(bytes.back(), 'x');
}

}  // namespace
}  // namespace commune::remote_write
