#include "agent/commands/discover/proposal.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "agent/commands/discover/device_ids.hpp"
#include "agent/commands/discover/kind.hpp"
#include "agent/commands/discover/same_device.hpp"
#include "agent/commands/discover/upstreams.hpp"
#include "collectors/snmp/profile/number_text.hpp"

#include <fmt/format.h>

namespace commune::discover {
namespace {

// Matches by numeric address: looking up a name would send a query.
const Device* known_device(const Inventory& inventory, const Address& address) {
  const auto found = std::find_if(
      inventory.devices.begin(), inventory.devices.end(),
      [&](const Device& device) { return numeric_address(device.address) == address; });
  return found == inventory.devices.end() ? nullptr : &*found;
}

std::vector<ProposedDevice> named(std::vector<FoundDevice> found, const Inventory& inventory) {
  DeviceIds ids;
  for (const Device& device : inventory.devices)
    ids.reserve(device.id.value);
  std::vector<ProposedDevice> devices;
  devices.reserve(found.size());
  for (FoundDevice& one : found) {
    ProposedDevice device;
    if (const Device* known = known_device(inventory, one.address)) {
      device.id = known->id;
      device.known = true;
      device.kind = known->kind;
    } else {
      device.id.value = ids.make(one.device.sys_name, one.address);
      device.kind = guessed_kind(one.device);
    }
    device.uplinks = uplinks(one.device.interfaces);
    device.found = std::move(one);
    devices.push_back(std::move(device));
  }
  return devices;
}

std::vector<FoundDevice> found_of(const std::vector<ProposedDevice>& devices) {
  std::vector<FoundDevice> found;
  found.reserve(devices.size());
  for (const ProposedDevice& device : devices)
    found.push_back(device.found);
  return found;
}

// The device found at the address, else the one whose own it is: many devices report "192.168.1.1".
std::optional<std::size_t> position_of(const std::vector<ProposedDevice>& devices,
                                       const Address& address) {
  std::vector<std::size_t> telling;
  for (std::size_t i = 0; i < devices.size(); ++i) {
    if (found_at(devices[i].found, address)) return i;
    if (has_address(devices[i].found, address)) telling.push_back(i);
  }
  return telling.size() == 1 ? std::optional(telling.front()) : std::nullopt;
}

// Neighbours that are found devices, from the reports of both ends; others as the device itself
// reports them.
void add_neighbours(std::vector<ProposedDevice>& devices, const std::vector<Attachment>& attached) {
  for (const auto& [a, b, port_of_a, port_of_b] : attached) {
    devices[a].neighbours.push_back({port_of_a, devices[b].id, {}, port_of_b});
    devices[b].neighbours.push_back({port_of_b, devices[a].id, {}, port_of_a});
  }
  for (ProposedDevice& device : devices) {
    std::set<std::string> listed_ports;
    for (const ProposedNeighbour& neighbour : device.neighbours)
      listed_ports.insert(neighbour.port);
    for (const auto& neighbour : device.found.device.neighbours) {
      if (listed_ports.contains(neighbour.local_port)) continue;
      const auto& name = neighbour.sys_name.empty() ? neighbour.chassis.text : neighbour.sys_name;
      device.neighbours.push_back({neighbour.local_port, {}, name, neighbour.port.text});
    }
  }
}

LinkId link_id(const DeviceId& device, const Inventory& inventory) {
  LinkId id{device.value + "-uplink"};
  while (inventory.find(id))
    id.value += "-2";
  return id;
}

std::string no_root_note(const RootChoice& root) {
  if (!root.address)
    return "no upstream is proposed: this machine has no default route; name with --root ADDRESS "
           "the device that leads to the Internet";
  return fmt::format("no upstream is proposed: {} is {}, and is not among the devices found{}",
                     root.address->to_string(),
                     root.asked_for ? "the given root" : "this machine's next hop",
                     root.asked_for ? "" : " (--root ADDRESS names another)");
}

void add_upstreams(Proposal& proposal, const std::vector<Attachment>& attached, std::size_t root,
                   const Inventory& inventory) {
  auto& devices = proposal.devices;
  const auto ways = upstreams(devices.size(), attached, root);
  for (std::size_t i = 0; i < devices.size(); ++i) {
    if (!ways[i] || devices[i].known) continue;
    devices[i].upstream = devices[ways[i]->device].id;
    if (ways[i]->port.empty()) continue;
    proposal.links.push_back({link_id(devices[i].id, inventory), devices[i].id, ways[i]->port,
                              devices[i].upstream, medium_of(ways[i]->port)});
  }
}

}  // namespace

Medium medium_of(const std::string& interface) {
  static const snmp::Pattern kFibre("sfp|pon|fib(re|er)|optic|^(te|xe|xge|ten)[^a-z]*\\d",
                                    snmp::Pattern::kAnyCase);
  static const snmp::Pattern kRadio("wlan|wifi|radio|^(ath|ra)\\d|wds|mesh|60g",
                                    snmp::Pattern::kAnyCase);
  if (snmp::found_in(interface, kFibre)) return Medium::fibre;
  return snmp::found_in(interface, kRadio) ? Medium::radio : Medium::copper;
}

Proposal propose(std::vector<FoundDevice> found, const Inventory& inventory, bool lldp,
                 const RootChoice& root) {
  Proposal proposal;
  const auto known = [&](const Address& address) { return known_device(inventory, address); };
  proposal.devices = named(each_once(std::move(found), known), inventory);
  const bool names = std::any_of(
      inventory.devices.begin(), inventory.devices.end(),
      [](const Device& device) { return !numeric_address(device.address).has_value(); });
  if (names)
    proposal.notes.emplace_back(
        "devices that the configuration names by host name are not recognised as known: names are "
        "not looked up");
  if (!lldp) return proposal;
  const auto attached = attachments(found_of(proposal.devices));
  add_neighbours(proposal.devices, attached);
  const auto at = root.address ? position_of(proposal.devices, *root.address) : std::nullopt;
  if (at)
    add_upstreams(proposal, attached, *at, inventory);
  else
    proposal.notes.push_back(no_root_note(root));
  return proposal;
}

}  // namespace commune::discover
