#include "collectors/snmp/profile/spare_columns.hpp"

#include "collectors/snmp/poll/polling_plan.hpp"
#include "core/model/quantity_table.hpp"

#include <gtest/gtest.h>

namespace commune::snmp {
namespace {

Column column(const std::string& name, std::uint32_t number, bool constant = false) {
  Column made;
  made.name = name;
  made.oid = Oid{1, 3, number};
  made.constant = constant;
  return made;
}

ReadingRule reading(QuantityName quantity, std::vector<std::string> columns) {
  ReadingRule rule;
  rule.quantity = quantity;
  rule.columns = std::move(columns);
  return rule;
}

// Octets by 64 bits, or else by 32.
Table interfaces() {
  Table table;
  table.name = "interfaces";
  table.columns = {column("name", 1, true), column("wide", 2), column("narrow", 3)};
  table.readings = {reading("interface.receive_bytes", {"wide", "narrow"})};
  return table;
}

Profile profile(const std::vector<Table>& tables) {
  Profile made;
  for (const Table& table : tables)
    made.add(table);
  return made;
}

const std::vector<Spare> kNarrowForWide = {{2, 1}};

TEST(SpareColumns, are_the_second_choice_of_a_reading) {
  EXPECT_EQ(spare_columns(profile({interfaces()}), 0), kNarrowForWide);
}

TEST(SpareColumns, are_not_what_the_profile_names_elsewhere) {
  Table table = interfaces();
  table.readings.push_back(reading("interface.transmit_bytes", {"narrow"}));
  EXPECT_TRUE(spare_columns(profile({table}), 0).empty());

  table = interfaces();
  table.computed = {{"half", "narrow / 2"}};
  EXPECT_TRUE(spare_columns(profile({table}), 0).empty());

  table = interfaces();
  Origin text;
  text.text = "port {narrow}";
  table.labels = {{LabelName::interface, {text}}};
  EXPECT_TRUE(spare_columns(profile({table}), 0).empty());

  Origin from_there;
  from_there.table = "interfaces";
  from_there.column = "narrow";
  Table other;
  other.name = "other";
  other.joins = {{"octets", {from_there}}};
  EXPECT_TRUE(spare_columns(profile({interfaces(), other}), 0).empty());
}

TEST(SpareColumns, are_left_out_of_lean_walks_alone) {
  const PollingPlan plan = make_plan(profile({interfaces()}));
  EXPECT_EQ(plan.walks[0].columns, (std::vector<ColumnRef>{{0, 1}, {0, 2}}));
  EXPECT_EQ(plan.lean_walks[0].columns, (std::vector<ColumnRef>{{0, 1}}));
}

TEST(SpareColumns, are_needed_where_a_row_lacks_the_first_choice) {
  const Integer number{IntegerType::counter64, 1};
  const Value none = Absent::no_such_instance;
  EXPECT_TRUE(are_spare(kNarrowForWide, {{Oid{1}, {none, number, none}}}));
  EXPECT_FALSE(
      are_spare(kNarrowForWide, {{Oid{1}, {none, number, none}}, {Oid{2}, {none, none, number}}}));
  EXPECT_FALSE(are_spare(kNarrowForWide, {{Oid{1}, {none, std::string("aabbcc"), number}}}));
}

}  // namespace
}  // namespace commune::snmp
