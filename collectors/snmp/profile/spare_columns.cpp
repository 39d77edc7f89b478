#include "collectors/snmp/profile/spare_columns.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>

#include "collectors/snmp/profile/expression.hpp"

namespace commune::snmp {
namespace {

// How often each field of one table is named, the first choices of readings aside.
class Mentions {
 public:
  Mentions(const Profile& profile, const Table& table) : table_(table) {
    for (const auto& other : profile.tables)
      add_table(*other);
    add_origins("", profile.identity.model);
    add_origins("", profile.identity.firmware);
  }

  int of(const std::string& field) const {
    const auto found = times_.find(field);
    return found == times_.end() ? 0 : found->second;
  }

 private:
  void add(const std::string& field) { ++times_[field]; }

  void add_filters(const std::vector<RowFilter>& filters) {
    for (const RowFilter& filter : filters)
      add(filter.column);
  }

  // Fixed texts with fields in braces: each field of the table that could be meant.
  void add_text(const std::string& text) {
    for (const Column& column : table_.columns)
      if (text.find("{" + column.name + "}") != std::string::npos) add(column.name);
  }

  void add_expression(const std::string& text) {
    if (const auto expression = Expression::parse(text))
      for (const std::string& name : expression->names())
        add(name);
  }

  void add_origins(const std::string& owner, const std::vector<Origin>& origins) {
    for (const Origin& origin : origins) {
      const bool own = owner == table_.name;
      if (own) {
        add_text(origin.text);
        for (const std::string& key : origin.key)
          add(key);
      }
      if (origin.table.empty() ? !own : origin.table != table_.name) continue;
      for (const std::string& field : {origin.column, origin.by, origin.climb})
        add(field);
      add_filters(origin.where);
    }
  }

  void add_table(const Table& table) {
    for (const LabelRule& label : table.labels)
      add_origins(table.name, label.origins);
    for (const Join& join : table.joins)
      add_origins(table.name, join.origins);
    if (table.name != table_.name) return;
    for (const Computed& computed : table.computed)
      add_expression(computed.expression);
    add_filters(table.where);
    for (const std::string& column : table.absent_when_all_zero)
      add(column);
    for (const ReadingRule& reading : table.readings) {
      for (const std::string& column : reading.columns)
        add(column);
      add_expression(reading.expression);
      add_filters(reading.where);
    }
  }

  const Table& table_;
  std::map<std::string, int> times_;
};

std::optional<std::size_t> changing_column(const Table& table, const std::string& name) {
  const auto found = std::find_if(table.columns.begin(), table.columns.end(),
                                  [&](const Column& c) { return c.name == name && !c.constant; });
  if (found == table.columns.end()) return std::nullopt;
  return static_cast<std::size_t>(found - table.columns.begin());
}

}  // namespace

std::vector<Spare> spare_columns(const Profile& profile, std::size_t position) {
  const Table& table = *profile.tables[position];
  if (table.scalar) return {};
  const Mentions mentions(profile, table);
  std::vector<Spare> spares;
  for (const ReadingRule& reading : table.readings) {
    if (reading.columns.size() < 2) continue;
    const auto first = changing_column(table, reading.columns.front());
    for (std::size_t i = 1; first && i < reading.columns.size(); ++i)
      if (const auto other = changing_column(table, reading.columns[i]);
          other && mentions.of(reading.columns[i]) == 1)
        spares.push_back({*other, *first});
  }
  return spares;
}

bool are_spare(const std::vector<Spare>& spares, const Rows& rows) {
  return std::all_of(rows.begin(), rows.end(), [&](const auto& row) {
    return std::all_of(spares.begin(), spares.end(), [&](const Spare& spare) {
      return std::holds_alternative<Integer>(row.second[spare.in_place_of]);
    });
  });
}

}  // namespace commune::snmp
