#include "agent/commands/probe_report.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "agent/commands/readable.hpp"
#include "agent/commands/text_table.hpp"
#include "core/model/text.hpp"

#include <fmt/ostream.h>
#include <nlohmann/json.hpp>

namespace commune {
namespace {

const char* version_name(snmp::Version version) {
  switch (version) {
    case snmp::Version::v1:
      return "SNMPv1";
    case snmp::Version::v2c:
      return "SNMPv2c";
    case snmp::Version::v3:
      return "SNMPv3";
  }
  return "";
}

// "interface.receive_bytes": subject "interface", heading "receive\nbytes".
std::string_view subject_of(const Quantity& quantity) {
  return quantity.name.substr(0, quantity.name.find('.'));
}

std::string heading_of(const Quantity& quantity) {
  std::string heading(quantity.name.substr(quantity.name.find('.') + 1));
  std::replace(heading.begin(), heading.end(), '_', '\n');
  return heading;
}

// The readings of one subject: rows by their labels, a column for each quantity that occurs.
struct Subject {
  std::set<LabelName> labels;
  std::set<QuantityIndex> quantities;
  std::vector<std::vector<std::string>>
      order;  // label values in order of appearance, by `all_labels`
  std::map<std::vector<std::string>, std::map<QuantityIndex, double>> rows;
};

std::string label_value(const Labels& labels, LabelName name) {
  for (const auto& label : labels)
    if (label.name == name) return printable(label.value);
  return {};
}

Subject gather(const DeviceReadings& readings, std::string_view name) {
  Subject subject;
  for (const auto& reading : readings.readings)
    if (const auto& what = quantity(reading.quantity); subject_of(what) == name) {
      subject.quantities.insert(reading.quantity);
      for (const auto& label : readings.rows[reading.row])
        subject.labels.insert(label.name);
    }
  for (const auto& reading : readings.readings) {
    if (!subject.quantities.contains(reading.quantity)) continue;
    std::vector<std::string> key;
    for (const auto label : subject.labels)
      key.push_back(label_value(readings.rows[reading.row], label));
    if (!subject.rows.contains(key)) subject.order.push_back(key);
    subject.rows[key][reading.quantity] = reading.value;
  }
  return subject;
}

void print_subject(std::string_view name, const Subject& subject, std::ostream& out) {
  std::vector<TextTable::Heading> headings;
  for (const auto label : subject.labels)
    headings.push_back({std::string(to_string(label))});
  for (const auto index : subject.quantities)
    headings.push_back({heading_of(quantity(index)), TextTable::Align::right});
  TextTable table(std::move(headings));
  for (const auto& key : subject.order) {
    auto cells = key;
    const auto& values = subject.rows.at(key);
    for (const auto index : subject.quantities) {
      const auto found = values.find(index);
      cells.push_back(found == values.end() ? std::string()
                                            : readable(quantity(index), found->second));
    }
    table.add(std::move(cells));
  }
  fmt::print(out, "\n{}\n", name);
  table.print(out, 2);
}

std::string described(const Identity& identity) {
  std::string text = identity.vendor;
  if (!identity.model.empty()) text += (text.empty() ? "" : " ") + identity.model;
  if (text.empty()) text = "unknown device";
  if (!identity.firmware.empty()) text += ", firmware " + identity.firmware;
  return text + " (profile " + identity.profile + ")";
}

}  // namespace

void print_probe(const snmp::Target& target, const DeviceReadings& readings, std::ostream& out) {
  fmt::print(out, "{}  {} port {}, {}\n", target.device.value, target.address, target.port,
             version_name(target.credentials.version));
  if (readings.identity) fmt::print(out, "  {}\n", printable(described(*readings.identity)));
  if (!readings.answered) {
    fmt::print(out, "  no answer: {}\n", readings.failure);
    return;
  }
  std::vector<std::string_view> subjects;
  for (const auto& reading : readings.readings) {
    const auto subject = subject_of(quantity(reading.quantity));
    if (std::find(subjects.begin(), subjects.end(), subject) == subjects.end())
      subjects.push_back(subject);
  }
  for (const auto subject : subjects)
    print_subject(subject, gather(readings, subject), out);

  fmt::print(out, "\ntables\n");
  TextTable tables({{"table"}, {"read"}, {"why not"}});
  for (const auto& table : readings.tables)
    tables.add({table.table, table.ok ? "whole" : "in part", table.failure});
  tables.print(out, 2);
}

void print_probe_json(const snmp::Target& target, const DeviceReadings& readings,
                      std::ostream& out) {
  using nlohmann::ordered_json;
  ordered_json json = {{"device", target.device.value},
                       {"address", target.address},
                       {"port", target.port},
                       {"answered", readings.answered},
                       {"failure", printable(readings.failure)}};
  if (readings.identity)
    json["identity"] = {{"vendor", printable(readings.identity->vendor)},
                        {"model", printable(readings.identity->model)},
                        {"firmware", printable(readings.identity->firmware)},
                        {"profile", readings.identity->profile}};
  json["tables"] = ordered_json::array();
  for (const auto& table : readings.tables)
    json["tables"].push_back(
        {{"table", table.table}, {"ok", table.ok}, {"failure", printable(table.failure)}});
  json["readings"] = ordered_json::array();
  for (const auto& reading : readings.readings) {
    const auto& what = quantity(reading.quantity);
    ordered_json labels = ordered_json::object();
    for (const auto label : what.labels)
      if (auto value = label_value(readings.rows[reading.row], label); !value.empty())
        labels[std::string(to_string(label))] = std::move(value);
    json["readings"].push_back({{"metric", what.metric},
                                {"unit", to_string(what.unit)},
                                {"labels", std::move(labels)},
                                {"value", reading.value}});
  }
  out << json.dump(2) << '\n';
}

}  // namespace commune
