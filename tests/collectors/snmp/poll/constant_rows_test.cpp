#include "collectors/snmp/poll/constant_rows.hpp"

#include <array>

#include <gtest/gtest.h>

namespace commune::snmp {
namespace {

Rows some_rows() {
  std::vector<std::uint32_t> numbers(Oid::kMostNumbers, 4'294'967'295);
  return {
      {Oid(), {std::string()}},
      {Oid{1},
       {std::string("ge\0/1", 5), Integer{IntegerType::counter64, -1}, 2.5,
        Absent::no_such_instance, OidValue(Oid{1, 3, 6, 1})}},
      {Oid{1, 7}, {}},
      {Oid(std::span<const std::uint32_t>(numbers)), {Absent::null, std::string(70'000, 'x')}},
  };
}

TEST(ConstantRows, give_back_rows_of_every_kind_of_value) {
  const ConstantRows kept(some_rows());
  EXPECT_EQ(kept.size(), 4u);
  EXPECT_EQ(kept.unpacked(), some_rows());
  EXPECT_EQ(ConstantRows().unpacked(), Rows());
}

TEST(ConstantRows, lay_their_values_into_the_rows_of_the_same_index_and_no_others) {
  const ConstantRows kept({{Oid{1}, {std::string("gone")}},
                           {Oid{2}, {std::string("ge2"), Integer{IntegerType::integer32, 6}}},
                           {Oid{4}, {std::string("ge4"), Absent::no_such_object}},
                           {Oid{9}, {std::string("gone too")}}});
  const Row none(3, Absent::no_such_instance);
  Rows rows{{Oid{2}, none}, {Oid{3}, none}, {Oid{4}, none}};
  kept.lay_into(rows, std::array<std::size_t, 2>{2, 0});
  EXPECT_EQ(rows.at(Oid{2}), (Row{Integer{IntegerType::integer32, 6}, Absent::no_such_instance,
                                  std::string("ge2")}));
  EXPECT_EQ(rows.at(Oid{3}), none);
  EXPECT_EQ(rows.at(Oid{4}),
            (Row{Absent::no_such_object, Absent::no_such_instance, std::string("ge4")}));
}

// A profile that changed may have fewer constant columns than the rows were kept with.
TEST(ConstantRows, leave_out_the_values_that_have_no_position) {
  const ConstantRows kept({{Oid{1}, {std::string("ge1"), 2.5}}});
  Rows rows{{Oid{1}, Row(1, Absent::null)}};
  kept.lay_into(rows, std::array<std::size_t, 1>{0});
  EXPECT_EQ(rows.at(Oid{1}), Row{std::string("ge1")});
}

}  // namespace
}  // namespace commune::snmp
