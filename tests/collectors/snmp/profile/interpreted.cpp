#include "tests/collectors/snmp/profile/interpreted.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace commune::snmp {

std::map<std::string, double> readable(const DeviceReadings& readings) {
  std::map<std::string, double> lines;
  for (const Reading& reading : readings.readings) {
    const Quantity& quantity = commune::quantity(reading.quantity);
    std::string text(quantity.name);
    std::string labels;
    for (const Label& label : readings.rows[reading.row])
      if (std::find(quantity.labels.begin(), quantity.labels.end(), label.name) !=
          quantity.labels.end())
        labels +=
            (labels.empty() ? "" : ",") + std::string(to_string(label.name)) + "=" + label.value;
    if (!labels.empty()) text += "{" + labels + "}";
    EXPECT_TRUE(lines.emplace(text, reading.value).second) << "twice: " << text;
  }
  return lines;
}

std::map<std::string, double> interpreted(const Profile& profile, std::string_view walk) {
  const auto data = parse_walk(walk, "walk");
  EXPECT_TRUE(data) << data.error().message();
  auto ready = Interpretation::compile(std::make_shared<Profile>(profile));
  EXPECT_TRUE(ready) << ready.error().message();
  if (!data || !ready) return {};
  CounterMemory counters;
  counters.begin_poll(false);
  DeviceReadings out;
  (*ready)->interpret(poll_of(*data, profile), counters, out);
  return readable(out);
}

Table table(const std::string& name,
            std::initializer_list<std::pair<const char*, const char*>> columns) {
  Table made;
  made.name = name;
  for (const auto& [column, oid] : columns) {
    Column& added = made.columns.emplace_back();
    added.name = column;
    added.oid = Oid::parse(oid).value();
  }
  return made;
}

Origin from_column(const std::string& column) {
  Origin origin;
  origin.column = column;
  return origin;
}

ReadingRule reading(QuantityName quantity, const std::string& column, double scale) {
  ReadingRule rule;
  rule.quantity = quantity;
  rule.columns = {column};
  rule.scale = scale;
  return rule;
}

ReadingRule formula(QuantityName quantity, const std::string& expression) {
  ReadingRule rule;
  rule.quantity = quantity;
  rule.expression = expression;
  return rule;
}

Profile profile(std::vector<Table> tables) {
  Profile made;
  made.name = "test";
  made.file = "test.toml";
  for (Table& table : tables)
    made.add(std::move(table));
  return made;
}

RowFilter where(const std::string& column, std::vector<std::string> is) {
  RowFilter filter;
  filter.column = column;
  filter.is = std::move(is);
  return filter;
}

}  // namespace commune::snmp
