#include "tests/simulator/scenario/scenario_file.hpp"

#include <algorithm>
#include <filesystem>

#include "agent/settings/toml/findings.hpp"
#include "agent/settings/toml/toml_reader.hpp"
#include "core/model/text.hpp"
#include "tests/simulator/scenario/device_list.hpp"
#include "tests/simulator/scenario/fault_file.hpp"
#include "tests/simulator/scenario/fault_rows.hpp"
#include "tests/simulator/scenario/play_rule.hpp"

namespace commune::simulator {
namespace {

using settings::Findings;
using settings::Need;
using settings::TableReader;

class Reading {
 public:
  Reading(const settings::Value& root, const std::string& path)
      : folder_(std::filesystem::path(path).parent_path()),
        root_(root, "", findings_),
        shelf_(folder_.string()),
        list_(findings_) {}

  ResultOrErrors<Scenario> scenario();

 private:
  void read_network();
  void read_devices();
  void read_plays();
  void read_vantage();
  void read_faults();
  void read_expectations();
  Expectation read_expectation(const TableReader& table);
  std::vector<std::size_t> matching(const TableReader& play);
  void check_addresses();
  void check_rows(const Fault& fault, const TableReader& table);

  std::filesystem::path folder_;
  Findings findings_;
  TableReader root_;
  WalkShelf shelf_;
  DeviceList list_;
  Scenario scenario_;
};

ResultOrErrors<Scenario> Reading::scenario() {
  root_.text("name");
  root_.text("description");
  read_network();
  read_devices();
  read_plays();
  read_vantage();
  read_faults();
  read_expectations();
  // Added to the agent's configuration by the runner of scenarios; not used by the simulator.
  if (const auto agent = root_.table("agent")) agent->members();
  scenario_.length = read_time(root_, "length");
  check_addresses();

  std::vector<Error> errors = findings_.errors();
  errors.insert(errors.end(), shelf_.errors().begin(), shelf_.errors().end());
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  scenario_.devices = std::move(list_.devices());
  return std::move(scenario_);
}

void Reading::read_network() {
  if (const auto seed = root_.integer("seed", {0, std::numeric_limits<std::int64_t>::max()}))
    scenario_.seed = static_cast<std::uint64_t>(*seed);
  const auto network = root_.table("network", Need::required);
  if (!network) return;
  const auto prefix = [&](std::string_view key, bool v6) -> std::optional<IpPrefix> {
    const auto text = network->text(key);
    if (!text) return std::nullopt;
    const auto parsed = IpPrefix::parse(*text);
    if (parsed && parsed->address.v6 == v6) return parsed;
    network->error(key, fmt::format("{} \"{}\" is not an address with its network, such as \"{}\"",
                                    key, *text, v6 ? "fd77::fffe/64" : "10.77.255.254/16"));
    return std::nullopt;
  };
  scenario_.ipv4 = prefix("ipv4", false);
  scenario_.ipv6 = prefix("ipv6", true);
  if (const auto mtu = network->integer("mtu", {1280, 65535}))
    scenario_.mtu = static_cast<unsigned>(*mtu);
  if (network->value().find("ipv4") == nullptr && network->value().find("ipv6") == nullptr)
    findings_.error(network->place(), "network needs ipv4, ipv6 or both");
}

void Reading::read_devices() {
  if (const auto commune = root_.text("commune"))
    list_.add_commune((folder_ / *commune).lexically_normal().string(), root_.place("commune"));
  for (const TableReader& table : root_.tables("device")) {
    const auto position = list_.add(table);
    const PlayRule rule = read_play_rule(table, shelf_);
    if (position) apply(rule, 0, list_.devices()[*position]);
  }
  list_.connect();
}

std::vector<std::size_t> Reading::matching(const TableReader& play) {
  std::vector<std::size_t> devices;
  const auto kind = play.text("kind");
  const auto ids = play.texts("devices");
  for (const std::string& id : ids.value_or(std::vector<std::string>{})) {
    if (const auto position = list_.find(id))
      devices.push_back(*position);
    else
      play.error("devices", fmt::format("no device \"{}\"{}", id, list_.suggest_id(id)));
  }
  if (ids) return devices;
  for (std::size_t i = 0; i < list_.devices().size(); ++i)
    if (!kind || list_.devices()[i].kind == *kind) devices.push_back(i);
  if (devices.empty() && kind)
    play.error("kind", fmt::format("no device is of the kind \"{}\"", *kind));
  return devices;
}

void Reading::read_plays() {
  for (const TableReader& table : root_.tables("play")) {
    const PlayRule rule = read_play_rule(table, shelf_);
    std::size_t turn = 0;
    for (const std::size_t device : matching(table))
      apply(rule, turn++, list_.devices()[device]);
  }
}

void Reading::read_vantage() {
  const auto id = root_.text("vantage");
  if (!id) return;
  scenario_.vantage = list_.find(*id);
  if (!scenario_.vantage)
    root_.error("vantage", fmt::format("no device \"{}\"{}", *id, list_.suggest_id(*id)));
}

void Reading::read_faults() {
  for (const TableReader& table : root_.tables("fault")) {
    auto fault = read_fault(table, list_);
    if (!fault) continue;
    check_rows(*fault, table);
    scenario_.faults.push_back(std::move(*fault));
  }
}

void Reading::check_rows(const Fault& fault, const TableReader& table) {
  for (const std::size_t position : fault.devices) {
    const SimulatedDevice& device = list_.devices()[position];
    if (!device.playing.tree) continue;
    const auto tree = tree_under(fault, *device.playing.tree, SimTime::zero());
    if (!tree)
      findings_.error(table.place(),
                      fmt::format("device \"{}\": {}", device.id, tree.error().what));
  }
}

void Reading::read_expectations() {
  for (const TableReader& table : root_.tables("expect"))
    scenario_.expectations.push_back(read_expectation(table));
}

Expectation Reading::read_expectation(const TableReader& table) {
  Expectation expected;
  expected.where = table.place().text();
  expected.at = read_time(table, "at", Need::required).value_or(SimTime::zero());
  expected.metric = table.text("metric", Need::required).value_or("");
  if (const auto labels = table.table("labels"))
    for (const settings::Value& label : labels->members())
      if (auto text = labels->text_of(label, label.key))
        expected.labels.emplace_back(label.key, std::move(*text));
  expected.least = table.number("min");
  expected.most = table.number("max");
  const bool has_range = expected.least || expected.most;
  const auto value = table.number("value");
  if (value) expected.least = expected.most = value;
  expected.absent = table.boolean("absent").value_or(false);
  const int ways = (value ? 1 : 0) + (has_range ? 1 : 0) + (expected.absent ? 1 : 0);
  if (ways != 1)
    findings_.error(table.place(), "an expectation has a value, or min and max, or absent = true");
  return expected;
}

void Reading::check_addresses() {
  if (!scenario_.ipv4 && !scenario_.ipv6) return;  // reported already
  const auto inside = [](const std::optional<IpPrefix>& prefix, const IpAddress& address) {
    return prefix && prefix->contains(address) && prefix->address != address;
  };
  for (std::size_t i = 0; i < list_.devices().size(); ++i) {
    const SimulatedDevice& device = list_.devices()[i];
    if (!inside(scenario_.ipv4, device.address) && !inside(scenario_.ipv6, device.address))
      findings_.error(list_.place(i),
                      fmt::format("device \"{}\": {} is not in the scenario's network, or is "
                                  "the agent's own address there",
                                  device.id, device.address.str()));
  }
}

}  // namespace

ResultOrErrors<Scenario> read_scenario(const std::string& path) {
  const auto root = settings::read_toml(path);
  if (!root) return tl::unexpected(std::vector{root.error()});
  return Reading(*root, path).scenario();
}

}  // namespace commune::simulator
