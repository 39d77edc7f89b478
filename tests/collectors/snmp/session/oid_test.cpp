#include "collectors/snmp/session/oid.hpp"

#include <gtest/gtest.h>

namespace commune::snmp {
namespace {

Oid counted(std::uint32_t count) {
  Oid oid;
  for (std::uint32_t i = 1; i <= count; ++i)
    oid = oid.with(i);
  return oid;
}

TEST(Oid, holds_the_same_whether_its_numbers_fit_inside_or_not) {
  for (const std::uint32_t count : {0U, 1U, 15U, 16U, 17U, 128U}) {
    const Oid made = counted(count);
    ASSERT_EQ(made.size(), count);
    for (std::uint32_t i = 0; i < count; ++i)
      EXPECT_EQ(made.numbers()[i], i + 1);
    EXPECT_EQ(Oid::parse(made.str()).value_or(Oid()), made);
  }
}

TEST(Oid, is_copied_moved_and_assigned_between_short_and_long) {
  for (const std::uint32_t from : {2U, 40U})
    for (const std::uint32_t to : {3U, 50U}) {
      Oid target = counted(to);
      target = counted(from);
      EXPECT_EQ(target, counted(from));
      Oid copy = target;
      copy = counted(to);
      EXPECT_EQ(copy, counted(to));
      EXPECT_EQ(target, counted(from));
      const Oid moved = std::move(target);
      EXPECT_EQ(moved, counted(from));
    }
}

TEST(Oid, is_ordered_as_the_tree_is_walked) {
  EXPECT_LT((Oid{1, 3}), (Oid{1, 3, 0}));
  EXPECT_LT((Oid{1, 3, 200}), (Oid{1, 4}));
  EXPECT_LT(counted(16), counted(17));
}

TEST(Oid, gives_what_follows_and_is_joined) {
  const Oid column{1, 3, 6, 1, 2, 1, 31, 1, 1, 1, 6};
  const Oid index = counted(8);
  EXPECT_EQ(column.with(index).suffix(column.size()), index);
  EXPECT_TRUE(column.with(index).starts_with(column));
  EXPECT_FALSE(column.starts_with(column.with(1)));
  EXPECT_TRUE(column.suffix(100).empty());
}

TEST(Oid, refuses_text_that_is_not_an_oid) {
  for (const char* text : {"", ".", "1..3", "1.3.", "1.-3", "1.4294967296", "ifDescr"})
    EXPECT_FALSE(Oid::parse(text)) << text;
  EXPECT_FALSE(Oid::parse(counted(128).str() + ".1"));
}

}  // namespace
}  // namespace commune::snmp
