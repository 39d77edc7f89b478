#include "agent/settings/profiles/profile_mentions.hpp"

#include <algorithm>

#include "collectors/snmp/profile/expression.hpp"
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
                                  [&](const auto& table) { return table->name == name; });
  return found == profile.tables.end() ? nullptr : found->get();
}

std::string no_such_table(const snmp::Profile& profile, std::string_view name) {
  std::vector<std::string_view> names;
  for (const auto& table : profile.tables)
    names.push_back(table->name);
  return fmt::format("there is no table \"{}\"{}", name, suggestion(name, names));
}

using Mistakes = std::vector<std::string>;

void check_field(const snmp::Table& table, std::string_view name, Mistakes& mistakes) {
  const auto names = fields_of(table);
  if (std::find(names.begin(), names.end(), name) != names.end()) return;
  mistakes.push_back(fmt::format("table \"{}\" has no column \"{}\"{}", table.name, name,
                                 suggestion(name, names)));
}

void check_expression(const std::string& text, const snmp::Table& table, Mistakes& mistakes) {
  const auto expression = snmp::Expression::parse(text);
  if (!expression) return mistakes.push_back(expression.error().what);
  for (const std::string& name : expression->names())
    check_field(table, name, mistakes);
}

void check_label(const std::string& name, const snmp::Table& table, Mistakes& mistakes) {
  for (const auto& reading : table.readings)
    for (const LabelName label : quantity(reading.quantity).labels)
      if (to_string(label) == name) return;
  if (table.readings.empty()) return;
  mistakes.push_back(
      fmt::format("no quantity of table \"{}\" shows the label \"{}\"", table.name, name));
}

Mistakes mistakes_of(const Mention& mention, const snmp::Profile& whole) {
  Mistakes mistakes;
  const snmp::Table* table = find_table(whole, mention.table);
  if (table == nullptr) return {no_such_table(whole, mention.table)};
  switch (mention.kind) {
    case Mention::Kind::field:
      check_field(*table, mention.name, mistakes);
      break;
    case Mention::Kind::expression:
      check_expression(mention.name, *table, mistakes);
      break;
    case Mention::Kind::label:
      check_label(mention.name, *table, mistakes);
      break;
  }
  return mistakes;
}

// If two fields have the same name, it is unclear which one a rule means.
void check_unique_fields(ProfileDraft& draft) {
  for (const auto& table : draft.profile.tables) {
    auto names = fields_of(*table);
    std::sort(names.begin(), names.end());
    const auto twice = std::adjacent_find(names.begin(), names.end());
    if (twice == names.end()) continue;
    draft.findings.error(
        draft.table_place(table->name).value_or(Place{}),
        fmt::format("table \"{}\" has two fields called \"{}\"", table->name, *twice));
  }
}

}  // namespace

void check_mentions(ProfileDraft& draft, const snmp::Profile& whole) {
  for (const Mention& mention : draft.mentions)
    for (std::string& mistake : mistakes_of(mention, whole))
      draft.findings.error(mention.place, std::move(mistake));
  check_unique_fields(draft);
}

void check_inherited(ProfileDraft& draft, const snmp::Profile& whole, std::string_view owner,
                     const ProfileDraft& definer, const snmp::Profile& parent) {
  const auto cause = [&](const std::string& table) {
    const bool left_out =
        std::find(draft.without.begin(), draft.without.end(), table) != draft.without.end();
    return left_out ? draft.without_place : draft.table_place(table).value_or(draft.extends_place);
  };
  for (const Mention& mention : definer.mentions) {
    if (mention.owner != owner || !mistakes_of(mention, parent).empty()) continue;
    for (const std::string& mistake : mistakes_of(mention, whole))
      draft.findings.error(cause(mention.table), fmt::format("{}, which \"{}\" needs ({})", mistake,
                                                             owner, mention.place.text()));
  }
}

}  // namespace commune::settings
