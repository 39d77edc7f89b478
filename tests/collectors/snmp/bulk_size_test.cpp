#include "collectors/snmp/bulk_size.hpp"

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
  EXPECT_EQ(size.columns(), 4u);
  EXPECT_EQ(size.repetitions(100, 1), 10);
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
