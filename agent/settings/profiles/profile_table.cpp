#include "agent/settings/profiles/profile_table.hpp"

#include <algorithm>
#include <charconv>

#include "collectors/snmp/profile/table_rules.hpp"
#include "core/model/quantity_table.hpp"
#include "core/model/text.hpp"

namespace commune::settings {
namespace {

using snmp::Aggregate;
using snmp::Conversion;
using snmp::NumberFrom;
using snmp::Show;
using PartKind = snmp::IndexPart::Kind;

constexpr Word<NumberFrom> kNumberFrom[] = {{"start", NumberFrom::automatic},
                                            {"brackets", NumberFrom::brackets}};
constexpr Word<Show> kShow[] = {
    {"text", Show::text}, {"mac", Show::mac}, {"hex", Show::hex}, {"serial", Show::serial}};
constexpr Word<PartKind> kPartKind[] = {{"integer", PartKind::integer},
                                        {"string", PartKind::string},
                                        {"fixed_string", PartKind::fixed_string},
                                        {"mac", PartKind::mac},
                                        {"ipv4", PartKind::ipv4},
                                        {"oid", PartKind::oid}};
constexpr Word<Conversion> kConversion[] = {{"mW to dBm", Conversion::milliwatt_to_dbm},
                                            {"uW to dBm", Conversion::microwatt_to_dbm}};
constexpr Word<Aggregate> kAggregate[] = {{"count", Aggregate::count},
                                          {"sum", Aggregate::sum},
                                          {"mean", Aggregate::mean},
                                          {"minimum", Aggregate::minimum},
                                          {"maximum", Aggregate::maximum}};

// Names of fields occur in expressions.
bool is_name(std::string_view text) {
  const auto good = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  };
  return !text.empty() && text.front() >= 'a' && text.front() <= 'z' &&
         std::all_of(text.begin(), text.end(), good);
}

void check_name(const std::string& name, const Place& place, Findings& findings) {
  if (!is_name(name))
    findings.error(place, "\"" + name +
                              "\" is not a name: lower-case letters, digits and \"_\" make one, a "
                              "letter first");
}

std::optional<double> number_key(const Value& member, Findings& findings) {
  double number = 0;
  const char* const end = member.key.data() + member.key.size();
  const auto [stop, error] = std::from_chars(member.key.data(), end, number);
  if (error == std::errc() && stop == end) return number;
  findings.error(member.key_place, "\"" + member.key + "\" is not a number");
  return std::nullopt;
}

snmp::Column read_column(const Value& value, Findings& findings) {
  snmp::Column column;
  column.name = value.key;
  check_name(column.name, value.key_place, findings);
  if (value.kind != Value::Kind::table) {
    assign(column.oid, read_oid(value, findings));
    return column;
  }
  const TableReader reader(value, "column", findings);
  if (const Value* oid = reader.member("oid", Need::required))
    assign(column.oid, read_oid(*oid, findings));
  assign(column.constant, reader.boolean("constant"));
  assign(column.number, reader.choice<NumberFrom>("number", kNumberFrom));
  assign(column.show, reader.choice<Show>("show", kShow));
  column.extract = read_pattern(reader, "extract");
  assign(column.invalid, reader.numbers("invalid"));
  if (const auto values = reader.table("values"))
    for (const Value& member : values->members())
      if (const auto number = values->number_of(member, member.key))
        column.values[member.key] = *number;
  return column;
}

snmp::IndexPart read_index_part(const Value& value, Findings& findings) {
  snmp::IndexPart part;
  if (value.kind == Value::Kind::text) {
    part.name = value.text;
  } else if (value.kind == Value::Kind::table) {
    const TableReader reader(value, "index", findings);
    assign(part.name, reader.text("name", Need::required));
    assign(part.kind, reader.choice<PartKind>("kind", kPartKind));
    if (const auto length = reader.integer("length", {1, 128}))
      part.length = static_cast<std::size_t>(*length);
    if (part.length != 0 && part.kind != PartKind::fixed_string)
      reader.error("length", "only a fixed_string has a length");
  }
  check_name(part.name, value.place, findings);
  return part;
}

void read_index(const TableReader& reader, snmp::Table& table) {
  const Value* index = reader.member("index");
  if (index == nullptr) return;
  if (index->kind != Value::Kind::array)
    return reader.error("index", "index must be a list of parts: [\"slot\", \"port\"]");
  for (const Value& part : index->children)
    table.index.push_back(read_index_part(part, reader.findings()));
  if (table.scalar) reader.error("index", "a scalar table has no index");
}

std::optional<LabelName> label_called(const Value& value, Findings& findings) {
  std::vector<std::string_view> names;
  for (int i = 0; i <= static_cast<int>(LabelName::result); ++i) {
    names.push_back(to_string(static_cast<LabelName>(i)));
    if (names.back() == value.key) return static_cast<LabelName>(i);
  }
  findings.error(value.key_place,
                 "unknown label \"" + value.key + "\"" + suggestion(value.key, names));
  return std::nullopt;
}

void read_labels(const TableReader& reader, snmp::Table& table, ProfileNotes& notes) {
  const auto labels = reader.table("labels");
  if (!labels) return;
  for (const Value& member : labels->members()) {
    auto origins = read_origins(member, table.name, notes);
    const auto label = label_called(member, notes.findings);
    if (!label) continue;
    table.labels.push_back({*label, std::move(origins)});
    notes.add(Mention::Kind::label, member.key_place, table.name, member.key);
  }
}

void read_made_fields(const TableReader& reader, snmp::Table& table, ProfileNotes& notes) {
  if (const auto joins = reader.table("joins"))
    for (const Value& member : joins->members()) {
      check_name(member.key, member.key_place, notes.findings);
      table.joins.push_back({member.key, read_origins(member, table.name, notes)});
    }
  if (const auto computed = reader.table("computed"))
    for (const Value& member : computed->members()) {
      check_name(member.key, member.key_place, notes.findings);
      const auto text = computed->text_of(member, member.key);
      if (!text) continue;
      table.computed.push_back({member.key, *text});
      notes.add(Mention::Kind::expression, member.place, table.name, *text);
    }
}

std::optional<QuantityIndex> read_quantity(const TableReader& reader) {
  const auto name = reader.text("quantity", Need::required);
  if (!name) return std::nullopt;
  if (const auto index = find_quantity(*name)) return index;
  std::vector<std::string_view> names;
  for (const Quantity& quantity : quantities())
    names.push_back(quantity.name);
  reader.error("quantity",
               fmt::format("unknown quantity \"{}\"{}", *name, suggestion(*name, names)));
  return std::nullopt;
}

void read_reading_columns(const TableReader& reader, const std::string& table,
                          snmp::ReadingRule& rule, ProfileNotes& notes) {
  if (const Value* column = reader.member("column")) {
    if (column->kind == Value::Kind::array)
      assign(rule.columns, reader.texts_of(*column, "column"));
    else if (auto name = reader.text_of(*column, "column"))
      rule.columns.push_back(*std::move(name));
    for (const std::string& name : rule.columns)
      notes.field(column->place, table, name);
  }
  if (auto expression = reader.text("expression")) {
    rule.expression = *std::move(expression);
    notes.add(Mention::Kind::expression, reader.place("expression"), table, rule.expression);
  }
}

void read_reading(const TableReader& reader, snmp::Table& table, ProfileNotes& notes) {
  snmp::ReadingRule rule;
  const auto quantity = read_quantity(reader);
  assign(rule.quantity, quantity);
  read_reading_columns(reader, table.name, rule, notes);
  assign(rule.scale, reader.number("scale"));
  assign(rule.offset, reader.number("offset"));
  assign(rule.conversion, reader.choice<Conversion>("convert", kConversion));
  if (const auto values = reader.table("values"))
    for (const Value& member : values->members()) {
      const auto from = number_key(member, notes.findings);
      const auto to = values->number_of(member, member.key);
      if (from && to) rule.values[*from] = *to;
    }
  rule.otherwise = reader.number("otherwise");
  rule.minimum = reader.number("minimum");
  rule.maximum = reader.number("maximum");
  assign(rule.aggregate, reader.choice<Aggregate>("aggregate", kAggregate));
  rule.where = read_filters(reader, table.name, notes);
  if (!quantity) return;
  if (rule.scale == 0) reader.error("scale", "scale is 0: every value would be the same");
  if (rule.minimum && rule.maximum && *rule.minimum > *rule.maximum)
    reader.error("minimum", "minimum is above maximum: no value could pass");
  if (rule.conversion != Conversion::none && commune::quantity(*quantity).unit != Unit::dbm)
    reader.error("convert",
                 fmt::format("{} is not measured in dBm", commune::quantity(*quantity).name));
  if (const auto sense = snmp::check_reading(rule); !sense)
    return notes.findings.error(reader.place(), sense.error().what);
  table.readings.push_back(std::move(rule));
}

}  // namespace

snmp::Table read_profile_table(const Value& value, ProfileNotes& notes) {
  snmp::Table table;
  table.name = notes.owner = value.key;
  check_name(table.name, value.key_place, notes.findings);
  if (value.kind != Value::Kind::table) {
    notes.findings.error(value.place, "a table is written [table." + value.key + "]");
    return table;
  }
  const TableReader reader(value, "table", notes.findings);
  assign(table.scalar, reader.boolean("scalar"));
  assign(table.optional, reader.boolean("optional"));
  if (table.optional && table.scalar)
    reader.error("optional", "a scalar table cannot be optional: a missing value costs nothing");
  read_index(reader, table);
  if (const auto columns = reader.table("columns", Need::required))
    for (const Value& member : columns->members())
      table.columns.push_back(read_column(member, notes.findings));
  read_made_fields(reader, table, notes);
  read_labels(reader, table, notes);
  table.where = read_filters(reader, table.name, notes);
  assign(table.absent_when_all_zero, reader.texts("absent_when_all_zero"));
  for (const std::string& name : table.absent_when_all_zero)
    notes.field(reader.place("absent_when_all_zero"), table.name, name);
  for (const TableReader& reading : reader.tables("reading"))
    read_reading(TableReader(reading.value(), "reading", notes.findings), table, notes);
  return table;
}

}  // namespace commune::settings
