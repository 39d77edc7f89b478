#include "agent/commands/profiles_command.hpp"

#include <algorithm>
#include <ostream>

#include "agent/commands/text_table.hpp"
#include "agent/settings/profiles/profile_library.hpp"
#include "core/model/text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace commune {
namespace {

std::string described(const snmp::Match& match) {
  std::vector<std::string> conditions;
  if (match.sys_object_id) conditions.push_back("sysObjectID " + match.sys_object_id->str());
  if (match.sys_descr) conditions.push_back("sysDescr " + match.sys_descr->text());
  if (match.answers)
    conditions.push_back(match.answers->str() +
                         (match.answer ? " is " + match.answer->text() : " answers"));
  return fmt::format("{}", fmt::join(conditions, ", "));
}

std::string index_of(const snmp::Table& table) {
  if (table.scalar) return "scalars";
  if (table.index.empty()) return "by index";
  std::vector<std::string_view> names;
  for (const auto& part : table.index)
    names.push_back(part.name);
  return fmt::format("by {}", fmt::join(names, ", "));
}

std::string labels_of(const snmp::Table& table, const Quantity& quantity) {
  std::vector<std::string_view> names;
  for (const auto& rule : table.labels)
    if (std::find(quantity.labels.begin(), quantity.labels.end(), rule.label) !=
        quantity.labels.end())
      names.push_back(to_string(rule.label));
  return fmt::format("{}", fmt::join(names, ", "));
}

std::string origin_of(const snmp::ReadingRule& rule) {
  if (!rule.expression.empty()) return rule.expression;
  if (rule.columns.empty()) return "rows";
  return fmt::format("{}", fmt::join(rule.columns, ", else "));
}

void show_table(const snmp::Table& table, std::ostream& out) {
  out << '\n' << table.name << " (" << index_of(table) << ")\n";
  TextTable columns({{"column"}, {"OID"}});
  for (const auto& column : table.columns)
    columns.add({column.name, column.oid.str()});
  columns.print(out, 2);
  TextTable readings({{"quantity"}, {"metric"}, {"labels"}, {"from"}});
  for (const auto& rule : table.readings) {
    const Quantity& quantity = commune::quantity(rule.quantity);
    readings.add({std::string(quantity.name), std::string(quantity.metric),
                  labels_of(table, quantity), origin_of(rule)});
  }
  if (!readings.empty()) readings.print(out, 2);
}

void show_traps(const snmp::Profile& profile, std::ostream& out) {
  if (profile.traps.empty()) return;
  out << "\ntraps\n";
  TextTable traps({{"kind"}, {"OID"}, {"where"}});
  for (const auto& rule : profile.traps)
    traps.add({std::string(snmp::to_string(rule.kind)), rule.oid.str(),
               rule.varbind
                   ? fmt::format("{} is {}", rule.varbind->str(), fmt::join(rule.is, " or "))
                   : std::string()});
  traps.print(out, 2);
}

}  // namespace

int list_profiles(std::span<const snmp::ProfilePtr> profiles, std::ostream& out) {
  TextTable table({{"profile"}, {"vendor"}, {"description"}, {"recognised by"}});
  for (const auto& profile : profiles) {
    const auto& matches = profile->matches;
    const std::string first = !matches.empty()             ? described(matches.front())
                              : profile->name == "generic" ? "devices of no other profile"
                                                           : "only its name";
    table.add({profile->name, profile->identity.vendor, profile->description, first});
    for (std::size_t i = 1; i < matches.size(); ++i)
      table.add({"", "", "", described(matches[i])});
  }
  table.print(out);
  return 0;
}

int show_profile(std::span<const snmp::ProfilePtr> profiles, const std::string& name,
                 std::ostream& out, std::ostream& err) {
  std::vector<std::string_view> names;
  for (const auto& profile : profiles) {
    names.push_back(profile->name);
    if (profile->name != name) continue;
    out << profile->name << ": " << profile->description << '\n' << profile->file << '\n';
    if (!profile->extends.empty())
      out << fmt::format("extends {}\n", fmt::join(profile->extends, ", "));
    for (const auto& match : profile->matches)
      out << "recognised by " << described(match) << '\n';
    for (const auto& table : profile->tables)
      show_table(*table, out);
    show_traps(*profile, out);
    return 0;
  }
  err << fmt::format("there is no profile \"{}\"{}\n", name, suggestion(name, names));
  return 2;
}

int check_profiles(std::span<const std::string> files, std::span<const std::string> directories,
                   std::ostream& out, std::ostream& err) {
  const auto profiles = settings::load_profiles(directories, files);
  if (profiles) {
    for (const std::string& file : files)
      out << file << ": good\n";
    return 0;
  }
  for (const Error& error : profiles.error())
    err << error.message() << '\n';
  return 2;
}

}  // namespace commune
