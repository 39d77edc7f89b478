#include "agent/settings/profile_mentions.hpp"

#include <algorithm>

#include "collectors/snmp/expression.hpp"
#include "core/model/text.hpp"

namespace commune::settings {
namespace {

std::vector<std::string_view> fields_of(const snmp::Table& table) {
  std::vector<std::string_view> names;
  for (const auto& column : table.columns)
    names.push_back(column.name);
  for (const auto& part : table.index)
    names.push_back(part.name);
  if (table.index.empty() && !table.scalar) names.push_back("index");
  for (const auto& join : table.joins)
    names.push_back(join.name);
  for (const auto& computed : table.computed)
    names.push_back(computed.name);
  return names;
}

const snmp::Table* find_table(const snmp::Profile& profile, std::string_view name) {
  const auto found = std::find_if(profile.tables.begin(), profile.tables.end(),
                                  [&](const snmp::Table& table) { return table.name == name; });
  return found == profile.tables.end() ? nullptr : &*found;
}

std::string no_such_table(const snmp::Profile& profile, std::string_view name) {
  std::vector<std::string_view> names;
  for (const auto& table : profile.tables)
    names.push_back(table.name);
  return fmt::format("there is no table \"{}\"{}", name, suggestion(name, names));
}

void check_field(const Place& place, const snmp::Table& table, std::string_view name,
                 Findings& findings) {
  const auto names = fields_of(table);
  if (std::find(names.begin(), names.end(), name) != names.end()) return;
  findings.error(place, fmt::format("table \"{}\" has no column \"{}\"{}", table.name, name,
                                    suggestion(name, names)));
}

void check_expression(const Mention& mention, const snmp::Table& table, Findings& findings) {
  const auto expression = snmp::Expression::parse(mention.name);
  if (!expression) return findings.error(mention.place, expression.error().what);
  for (const std::string& name : expression->names())
    check_field(mention.place, table, name, findings);
}

void check_label(const Mention& mention, const snmp::Table& table, Findings& findings) {
  for (const auto& reading : table.readings)
    for (const LabelName label : quantity(reading.quantity).labels)
      if (to_string(label) == mention.name) return;
  if (table.readings.empty()) return;
  findings.error(mention.place, fmt::format("no quantity of table \"{}\" shows the label \"{}\"",
                                            table.name, mention.name));
}

// Two fields of one name: which one a rule means would be anybody's guess.
void check_unique_fields(ProfileDraft& draft) {
  for (const auto& table : draft.profile.tables) {
    auto names = fields_of(table);
    std::sort(names.begin(), names.end());
    const auto twice = std::adjacent_find(names.begin(), names.end());
    if (twice == names.end()) continue;
    const Value* tables = draft.toml->find("table");
    const Value* value = tables ? tables->find(table.name) : nullptr;
    draft.findings.error(
        value ? value->key_place : Place{},
        fmt::format("table \"{}\" has two fields called \"{}\"", table.name, *twice));
  }
}

}  // namespace

void check_mentions(ProfileDraft& draft, const snmp::Profile& whole) {
  for (const Mention& mention : draft.mentions) {
    const snmp::Table* table = find_table(whole, mention.table);
    if (table == nullptr) {
      draft.findings.error(mention.place, no_such_table(whole, mention.table));
      continue;
    }
    switch (mention.kind) {
      case Mention::Kind::field:
        check_field(mention.place, *table, mention.name, draft.findings);
        break;
      case Mention::Kind::expression:
        check_expression(mention, *table, draft.findings);
        break;
      case Mention::Kind::label:
        check_label(mention, *table, draft.findings);
        break;
    }
  }
  check_unique_fields(draft);
}

}  // namespace commune::settings
