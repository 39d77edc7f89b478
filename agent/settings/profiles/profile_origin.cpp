#include "agent/settings/profiles/profile_origin.hpp"

#include "collectors/snmp/profile/number_text.hpp"

namespace commune::settings {
namespace {

constexpr std::size_t kLongestPattern = 500;

// Numbers are compared by their decimal text.
std::optional<std::string> plain_text(const Value& value, Findings& findings) {
  if (value.kind == Value::Kind::text) return value.text;
  if (value.kind == Value::Kind::integer) return std::to_string(value.integer);
  if (value.kind == Value::Kind::real) return snmp::number_text(value.real);
  findings.error(value.place, "a condition is " + std::string(describe(value.kind)) +
                                  "; it must be a text or a number");
  return std::nullopt;
}

std::vector<std::string> plain_texts(const Value& value, Findings& findings) {
  std::vector<std::string> texts;
  if (value.kind != Value::Kind::array) {
    if (auto text = plain_text(value, findings)) texts.push_back(*std::move(text));
    return texts;
  }
  for (const Value& item : value.children)
    if (auto text = plain_text(item, findings)) texts.push_back(*std::move(text));
  return texts;
}

snmp::RowFilter read_filter(const Value& value, Findings& findings) {
  snmp::RowFilter filter;
  filter.column = value.key;
  if (value.kind != Value::Kind::table) {
    filter.is = plain_texts(value, findings);
    return filter;
  }
  const TableReader reader(value, "where", findings);
  if (const Value* is = reader.member("is")) filter.is = plain_texts(*is, findings);
  if (const Value* is_not = reader.member("is_not")) filter.is_not = plain_texts(*is_not, findings);
  filter.matches = read_pattern(reader, "matches");
  filter.present = reader.boolean("present");
  return filter;
}

void note_braces(const Value& value, const std::string& table, ProfileNotes& notes) {
  const std::string& text = value.text;
  for (auto open = text.find('{'); open != std::string::npos; open = text.find('{', open + 1)) {
    const auto close = text.find('}', open);
    if (close == std::string::npos)
      return notes.findings.error(value.place, "\"" + text + "\" lacks a closing brace");
    notes.field(value.place, table, text.substr(open + 1, close - open - 1));
  }
}

std::map<std::string, std::string> read_replacements(const TableReader& reader) {
  std::map<std::string, std::string> values;
  const auto words = reader.table("values");
  if (!words) return values;
  for (const Value& member : words->members())
    if (auto text = words->text_of(member, member.key)) values[member.key] = *std::move(text);
  return values;
}

std::vector<std::string> read_key(const TableReader& reader, const std::string& table,
                                  ProfileNotes& notes) {
  const Value* key = reader.member("key");
  if (key == nullptr) return {};
  std::vector<std::string> names;
  if (key->kind == Value::Kind::array)
    names = reader.texts_of(*key, "key").value_or(std::vector<std::string>());
  else if (auto name = reader.text_of(*key, "key"))
    names.push_back(*std::move(name));
  for (const std::string& name : names)
    notes.field(key->place, table, name);
  return names;
}

snmp::Origin read_origin_table(const Value& value, const std::string& table, ProfileNotes& notes) {
  const TableReader reader(value, "origin", notes.findings);
  snmp::Origin origin;
  if (const Value* text = reader.member("text"); text && reader.text("text")) {
    origin.text = text->text;
    note_braces(*text, table, notes);
  }
  assign(origin.table, reader.text("table"));
  const std::string& there = origin.table.empty() ? table : origin.table;
  const auto note = [&](std::string_view key, std::string& into) {
    auto name = reader.text(key);
    if (!name) return;
    into = *std::move(name);
    notes.field(reader.place(key), there, into);
  };
  note("column", origin.column);
  note("by", origin.by);
  note("climb", origin.climb);
  assign(origin.count, reader.boolean("count"));
  origin.key = read_key(reader, table, notes);
  origin.where = read_filters(reader, there, notes);
  origin.values = read_replacements(reader);
  origin.extract = read_pattern(reader, "extract");
  if (int{!origin.text.empty()} + int{!origin.column.empty()} + int{origin.count} != 1)
    notes.findings.error(value.place, "an origin has either a column, a text or count = true");
  if (!origin.by.empty() && origin.key.size() != 1)
    notes.findings.error(value.place, "\"by\" compares with one field: name it with \"key\"");
  return origin;
}

std::optional<snmp::Origin> read_origin(const Value& value, const std::string& table,
                                        ProfileNotes& notes) {
  if (value.kind == Value::Kind::table) return read_origin_table(value, table, notes);
  if (value.kind != Value::Kind::text) {
    notes.findings.error(value.place, "an origin is " + std::string(describe(value.kind)) +
                                          "; it must be the name of a field, or a table");
    return std::nullopt;
  }
  snmp::Origin origin;
  origin.column = value.text;
  if (table.empty()) {
    const auto dot = value.text.find('.');
    if (dot == std::string::npos) {
      notes.findings.error(
          value.place, "\"" + value.text + "\" must be a table and its field: \"system.descr\"");
      return std::nullopt;
    }
    origin.table = value.text.substr(0, dot);
    origin.column = value.text.substr(dot + 1);
  }
  notes.field(value.place, origin.table.empty() ? table : origin.table, origin.column);
  return origin;
}

}  // namespace

std::optional<snmp::Pattern> read_pattern(const TableReader& reader, std::string_view key) {
  const auto text = reader.text(key);
  if (!text) return std::nullopt;
  if (text->size() > kLongestPattern) {
    reader.error(key, fmt::format("is {} characters long; at most {} are allowed", text->size(),
                                  kLongestPattern));
    return std::nullopt;
  }
  try {
    return snmp::Pattern(*text);
  } catch (const std::regex_error& error) {
    reader.error(key, fmt::format("\"{}\" is not a regular expression: {}", *text, error.what()));
    return std::nullopt;
  }
}

std::optional<snmp::Oid> read_oid(const Value& value, Findings& findings) {
  if (value.kind != Value::Kind::text) {
    findings.error(value.place, "an OID is written in quotes: \"1.3.6.1.2.1.1.3.0\"");
    return std::nullopt;
  }
  auto oid = snmp::Oid::parse(value.text);
  if (oid) return *oid;
  findings.error(value.place, oid.error().what);
  return std::nullopt;
}

std::vector<snmp::RowFilter> read_filters(const TableReader& reader, const std::string& table,
                                          ProfileNotes& notes) {
  std::vector<snmp::RowFilter> filters;
  const auto where = reader.table("where");
  if (!where) return filters;
  for (const Value& member : where->members()) {
    notes.field(member.key_place, table, member.key);
    filters.push_back(read_filter(member, notes.findings));
  }
  return filters;
}

std::vector<snmp::Origin> read_origins(const Value& value, const std::string& table,
                                       ProfileNotes& notes) {
  std::vector<snmp::Origin> origins;
  if (value.kind != Value::Kind::array) {
    if (auto origin = read_origin(value, table, notes)) origins.push_back(*std::move(origin));
    return origins;
  }
  for (const Value& item : value.children)
    if (auto origin = read_origin(item, table, notes)) origins.push_back(*std::move(origin));
  return origins;
}

}  // namespace commune::settings
