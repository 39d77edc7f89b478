#include "tests/simulator/scenario/fault_file.hpp"

#include "tests/simulator/scenario/fault_rows.hpp"
#include "tests/simulator/scenario/play_rule.hpp"
#include "tests/simulator/snmp/walk_file.hpp"

namespace commune::simulator {
namespace {

using settings::Need;
using settings::TableReader;

constexpr settings::Range<Milliseconds> kAnyTime{Milliseconds(0), std::chrono::hours(24 * 365)};

std::vector<settings::Word<FaultKind>> kind_words() {
  std::vector<settings::Word<FaultKind>> words;
  for (std::size_t i = 0; i < kFaultNames.size(); ++i)
    words.push_back({kFaultNames.at(i), static_cast<FaultKind>(i)});
  return words;
}

void add_device(const TableReader& table, std::string_view key, const std::string& id,
                DeviceList& devices, Fault& fault) {
  if (const auto position = devices.find(id)) {
    fault.devices.push_back(*position);
    fault.target += fmt::format("{}{}", fault.target.empty() ? "device " : ", ", id);
  } else {
    table.error(key, fmt::format("no device \"{}\"{}", id, devices.suggest_id(id)));
  }
}

// Each fault selects its devices by device, devices, site or link.
void read_target(const TableReader& table, DeviceList& devices, Fault& fault) {
  int targets = 0;
  if (const auto id = table.text("device")) {
    ++targets;
    add_device(table, "device", *id, devices, fault);
  }
  if (const auto ids = table.texts("devices")) {
    ++targets;
    for (const std::string& id : *ids)
      add_device(table, "devices", id, devices, fault);
  }
  if (const auto site = table.text("site")) {
    ++targets;
    fault.devices = devices.at_site(*site);
    fault.target = "site " + *site;
    if (fault.devices.empty()) table.error("site", fmt::format("no device is at \"{}\"", *site));
  }
  if (const auto link = table.text("link")) {
    ++targets;
    fault.target = "link " + *link;
    if (const auto below = devices.below_link(*link))
      fault.devices = {*below};
    else
      table.error("link", fmt::format("no link \"{}\" between a device and its upstream", *link));
  }
  if (targets != 1)
    table.findings().error(table.place(), "a fault has one of device, devices, site or link");
}

void check_target(const TableReader& table, const Fault& fault) {
  const bool is_site = table.value().find("site") != nullptr;
  const bool is_link = table.value().find("link") != nullptr;
  if (fault.kind == FaultKind::power_cut && !is_site)
    table.findings().error(table.place(), "a power_cut needs a site");
  if (is_link && fault.kind != FaultKind::fibre_cut)
    table.error("link", "only a fibre_cut may name a link");
}

std::vector<Row> read_values(const TableReader& table) {
  std::vector<Row> rows;
  const settings::Value* list = table.member("values");
  if (list == nullptr) return rows;
  const auto texts = table.texts_of(*list, "values");
  if (!texts || texts->size() != list->children.size()) return rows;
  for (std::size_t i = 0; i < texts->size(); ++i) {
    auto row = parse_walk_line((*texts)[i]);
    if (row)
      rows.push_back(std::move(*row));
    else
      table.findings().error(list->children[i].place, row.error().what);
  }
  return rows;
}

std::vector<Oid> read_oids(const TableReader& table) {
  std::vector<Oid> oids;
  for (const std::string& text : table.texts("oids").value_or(std::vector<std::string>{})) {
    if (auto oid = parse_oid(text))
      oids.push_back(std::move(*oid));
    else
      table.error("oids", fmt::format("\"{}\" is not an OID such as 1.3.6.1.2.1.2.2.1.8.2", text));
  }
  return oids;
}

void need(const TableReader& table, bool there, std::string_view what) {
  if (!there) table.findings().error(table.place(), std::string(what));
}

// The keys of this kind of fault beside times and targets.
void read_details(const TableReader& table, Fault& fault) {
  switch (fault.kind) {
    case FaultKind::bad_line:
      fault.line = read_line(table);
      break;
    case FaultKind::misbehave:
      fault.behaviours = read_behaviours(table);
      need(table, fault.behaviours != Behaviours(), "misbehave needs behaviours = [\"...\"]");
      break;
    case FaultKind::radio_off:
      fault.interface = table.text("interface").value_or("");
      fault.values = read_values(table);
      need(table, !fault.interface.empty() || !fault.values.empty(),
           "radio_off needs interface = \"wlan0\" or values = [\"OID TYPE VALUE\"]");
      break;
    case FaultKind::optical_fading:
      fault.oids = read_oids(table);
      fault.depth = table.number("by").value_or(6) * table.number("units_per_db").value_or(1);
      need(table, !fault.oids.empty() && fault.until.has_value(),
           "optical_fading needs oids = [\"...\"] and until");
      break;
    case FaultKind::vanish:
      fault.interface = table.text("interface").value_or("");
      fault.oids = read_oids(table);
      need(table, changes_rows(fault), "vanish needs interface = \"wlan0\" or oids = [\"...\"]");
      break;
    case FaultKind::set:
      fault.values = read_values(table);
      need(table, !fault.values.empty(), "set needs values = [\"OID TYPE VALUE\"]");
      break;
    default:
      break;
  }
}

void read_times(const TableReader& table, Fault& fault) {
  fault.at = read_time(table, "at", Need::required).value_or(SimTime::zero());
  fault.until = read_time(table, "until");
  fault.repeat = read_time(table, "repeat");
  if (fault.until && *fault.until <= fault.at) table.error("until", "until must be after at");
  const bool overlaps = fault.repeat && fault.until && *fault.repeat <= *fault.until - fault.at;
  if (overlaps || (fault.repeat && *fault.repeat <= SimTime::zero()))
    table.error("repeat", "repeat must be longer than from at to until");
  if (fault.repeat && !fault.until && fault.kind != FaultKind::reboot)
    table.error("repeat", "a fault without end cannot repeat: write until");
}

}  // namespace

std::optional<SimTime> read_time(const TableReader& table, std::string_view key, Need need) {
  table.member(key, need);
  const auto time = table.duration(key, kAnyTime);
  if (!time) return std::nullopt;
  return SimTime(*time);
}

std::optional<Fault> read_fault(const TableReader& table, DeviceList& devices) {
  const auto words = kind_words();
  const auto kind = table.choice<FaultKind>("kind", words, Need::required);
  Fault fault;
  if (!kind) {
    table.members();  // Its allowed keys are not known while the kind is wrong.
    return std::nullopt;
  }
  fault.kind = *kind;
  read_times(table, fault);
  read_target(table, devices, fault);
  check_target(table, fault);
  read_details(table, fault);
  return fault;
}

}  // namespace commune::simulator
