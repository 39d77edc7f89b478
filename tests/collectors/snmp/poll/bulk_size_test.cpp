#include "collectors/snmp/poll/bulk_size.hpp"

#include <gtest/gtest.h>

namespace commune::snmp {
namespace {

TEST(BulkSize, asks_for_one_row_more_than_expected_so_that_the_end_comes_along) {
  EXPECT_EQ(BulkSize(25).repetitions(4, 8), 5);
}

TEST(BulkSize, stays_within_one_datagram_and_within_what_the_operator_allows) {
  EXPECT_EQ(BulkSize(25).repetitions(100, 8), 7);
  EXPECT_EQ(BulkSize(25).repetitions(100, 1), 25);
  EXPECT_EQ(BulkSize(5).repetitions(100, 1), 5);
}

TEST(BulkSize, halves_rows_first_and_then_columns) {
  BulkSize size(25);
  size.halve(20);
  EXPECT_EQ(size.repetitions(100, 1), 10);
  size.halve(1);
  EXPECT_EQ(size.columns(), BulkSize::kMostColumns / 2);
  EXPECT_EQ(size.repetitions(100, 1), 10);
}

TEST(BulkSize, gives_up_getbulk_when_even_one_row_of_one_column_is_too_big) {
  BulkSize size(25);
  for (int i = 0; i < 3; ++i)
    size.halve(1);
  EXPECT_EQ(size.columns(), 1u);
  EXPECT_TRUE(size.bulk_works());
  size.halve(1);
  EXPECT_FALSE(size.bulk_works());
}

TEST(BulkSize, shrinks_only_after_repeated_silence) {
  BulkSize size(25);
  size.answered();
  size.not_answered(20);
  EXPECT_EQ(size.repetitions(100, 1), 25);
  size.answered();
  size.not_answered(20);
  EXPECT_EQ(size.repetitions(100, 1), 25);
  size.not_answered(20);
  EXPECT_EQ(size.repetitions(100, 1), 10);
}

TEST(BulkSize, a_full_request_answered_when_it_was_repeated_separates_two_failures) {
  BulkSize size(25);
  size.answered();
  size.not_answered(20);
  size.answered_when_repeated();
  size.not_answered(20);
  EXPECT_EQ(size.repetitions(100, 1), 25);
}

TEST(BulkSize, stops_using_getbulk_when_a_device_never_answered_one) {
  BulkSize size(25);
  size.not_answered(20);
  EXPECT_TRUE(size.bulk_works());
  size.not_answered(20);
  EXPECT_FALSE(size.bulk_works());
}

TEST(BulkSize, gives_getbulk_another_chance_after_a_thousand_getnexts) {
  BulkSize size(25);
  size.not_answered(20);
  size.not_answered(20);
  for (int i = 0; i < 999; ++i)
    size.answered_by_get_next();
  EXPECT_FALSE(size.bulk_works());
  size.answered_by_get_next();
  EXPECT_TRUE(size.bulk_works());
}

TEST(BulkSize, tries_more_again_after_many_good_replies) {
  BulkSize size(25);
  size.halve(20);
  for (int i = 0; i < 199; ++i)
    size.answered();
  EXPECT_EQ(size.repetitions(100, 1), 10);
  size.answered();
  EXPECT_EQ(size.repetitions(100, 1), 20);
}

}  // namespace
}  // namespace commune::snmp
