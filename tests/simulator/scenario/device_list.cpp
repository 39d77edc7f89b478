#include "tests/simulator/scenario/device_list.hpp"

#include "core/model/text.hpp"
#include "tests/simulator/scenario/topology.hpp"

namespace commune::simulator {
namespace {

using settings::Need;
using settings::TableReader;

// The text called `key`; empty if there is none.
std::string text_in(const settings::Value& table, std::string_view key) {
  const settings::Value* found = table.find(key);
  return found != nullptr && found->kind == settings::Value::Kind::text ? found->text
                                                                        : std::string();
}

const settings::Place& place_in(const settings::Value& table, std::string_view key) {
  const settings::Value* found = table.find(key);
  return found != nullptr ? found->place : table.place;
}

// The SNMP address of a device in a commune's configuration.
void take_snmp_port(const settings::Value& table, Playing& playing) {
  const settings::Value* snmp = table.find("snmp");
  const settings::Value* port = snmp != nullptr ? snmp->find("port") : nullptr;
  if (port != nullptr && port->kind == settings::Value::Kind::integer)
    playing.port = static_cast<std::uint16_t>(port->integer);
}

}  // namespace

std::optional<std::size_t> DeviceList::add(SimulatedDevice device, Origin origin,
                                           const std::string& address,
                                           const settings::Place& address_place) {
  const auto parsed = IpAddress::parse(address);
  if (!parsed) {
    findings_.error(address_place, fmt::format("address \"{}\" of device \"{}\" is not an IPv4 or "
                                               "IPv6 address; the simulator has no names",
                                               address, device.id));
    return std::nullopt;
  }
  device.address = *parsed;
  const std::size_t position = devices_.size();
  const auto [same_address, address_is_new] = by_address_.emplace(*parsed, position);
  if (!address_is_new) {
    findings_.error(address_place, fmt::format("address {} is that of device \"{}\" too", address,
                                               devices_[same_address->second].id));
    return std::nullopt;
  }
  if (!by_id_.emplace(device.id, position).second) {
    findings_.error(origin.place, fmt::format("there are two devices \"{}\"", device.id));
    return std::nullopt;
  }
  devices_.push_back(std::move(device));
  origins_.push_back(std::move(origin));
  return position;
}

std::optional<std::size_t> DeviceList::add(const TableReader& table) {
  SimulatedDevice device;
  const auto id = table.id("id", Need::required);
  const auto address = table.text("address", Need::required);
  device.kind = table.text("kind").value_or("other");
  device.site = table.text("site").value_or("");
  Origin origin{table.place(), table.place("upstream"), table.text("upstream").value_or("")};
  if (!id || !address) return std::nullopt;
  device.id = *id;
  return add(std::move(device), std::move(origin), *address, table.place("address"));
}

void DeviceList::add_commune_device(const settings::Value& table) {
  SimulatedDevice device;
  device.id = text_in(table, "id");
  device.kind = text_in(table, "kind");
  device.site = text_in(table, "site");
  take_snmp_port(table, device.playing);
  if (device.id.empty()) {
    findings_.error(table.place, "device has no id");
    return;
  }
  add(std::move(device), {table.place, place_in(table, "upstream"), text_in(table, "upstream")},
      text_in(table, "address"), place_in(table, "address"));
}

void DeviceList::add_commune(const std::string& path, const settings::Place& named_at) {
  const auto root = settings::read_toml(path);
  if (!root) {
    findings_.error(named_at, root.error().message());
    return;
  }
  if (const settings::Value* devices = root->find("device"))
    for (const settings::Value& table : devices->children)
      add_commune_device(table);
  if (const settings::Value* links = root->find("link"))
    for (const settings::Value& table : links->children)
      links_[text_in(table, "id")] = {text_in(table, "device"), text_in(table, "towards")};
}

void DeviceList::connect() {
  std::vector<std::optional<std::size_t>> upstreams;
  for (std::size_t i = 0; i < devices_.size(); ++i) {
    const Origin& origin = origins_[i];
    if (!origin.upstream.empty()) {
      devices_[i].upstream = find(origin.upstream);
      if (!devices_[i].upstream)
        findings_.error(origin.upstream_place, fmt::format("no device \"{}\"{}", origin.upstream,
                                                           suggest_id(origin.upstream)));
    }
    upstreams.push_back(devices_[i].upstream);
  }
  if (const auto loop = find_loop(upstreams)) {
    findings_.error(origins_[*loop].upstream_place,
                    fmt::format("device \"{}\" is its own upstream", devices_[*loop].id));
    for (SimulatedDevice& device : devices_)
      device.upstream.reset();
  }
}

std::optional<std::size_t> DeviceList::find(std::string_view id) const {
  const auto found = by_id_.find(id);
  if (found == by_id_.end()) return std::nullopt;
  return found->second;
}

std::vector<std::size_t> DeviceList::at_site(std::string_view site) const {
  std::vector<std::size_t> devices;
  for (std::size_t i = 0; i < devices_.size(); ++i)
    if (devices_[i].site == site) devices.push_back(i);
  return devices;
}

std::optional<std::size_t> DeviceList::below_link(std::string_view link) const {
  const auto found = links_.find(link);
  if (found == links_.end()) return std::nullopt;
  const auto one = find(found->second.first);
  const auto other = find(found->second.second);
  if (one && other && devices_[*one].upstream == other) return one;
  if (one && other && devices_[*other].upstream == one) return other;
  return std::nullopt;
}

std::string DeviceList::suggest_id(std::string_view id) const {
  std::vector<std::string_view> ids;
  for (const auto& [known, position] : by_id_)
    ids.push_back(known);
  return suggestion(id, ids);
}

}  // namespace commune::simulator
