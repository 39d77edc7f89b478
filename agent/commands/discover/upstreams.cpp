#include "agent/commands/discover/upstreams.hpp"

#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <tuple>
#include <utility>

#include "agent/commands/discover/same_device.hpp"

namespace commune::discover {
namespace {

// The one device that fulfils the condition; empty if there is none, or several.
std::optional<std::size_t> only(const std::vector<FoundDevice>& devices,
                                const std::function<bool(const FoundDevice&)>& holds) {
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < devices.size(); ++i) {
    if (!holds(devices[i])) continue;
    if (found) return std::nullopt;
    found = i;
  }
  return found;
}

std::optional<std::size_t> device_of(const snmp::LldpNeighbour& neighbour,
                                     const std::vector<FoundDevice>& devices) {
  if (neighbour.chassis.subtype != 0) {
    const auto by_chassis = only(
        devices, [&](const FoundDevice& one) { return one.device.chassis == neighbour.chassis; });
    if (by_chassis) return by_chassis;
  }
  for (const Address& address : neighbour.addresses) {
    const auto by_address =
        only(devices, [&](const FoundDevice& one) { return has_address(one, address); });
    if (by_address) return by_address;
  }
  if (neighbour.sys_name.empty()) return std::nullopt;
  return only(devices,
              [&](const FoundDevice& one) { return one.device.sys_name == neighbour.sys_name; });
}

using Pairs = std::map<std::pair<std::size_t, std::size_t>, Attachment>;

// Calls `each` for every report about neighbours: `self` sees `other`, with the details in
// `neighbour`.
void for_each_neighbour(const std::vector<FoundDevice>& devices,
                        const std::function<void(std::size_t self, std::size_t other,
                                                 const snmp::LldpNeighbour&)>& each) {
  for (std::size_t i = 0; i < devices.size(); ++i)
    for (const auto& neighbour : devices[i].device.neighbours)
      if (const auto other = device_of(neighbour, devices); other && *other != i)
        each(i, *other, neighbour);
}

void set_if_empty(std::string& port, const std::string& name) {
  if (port.empty()) port = name;
}

}  // namespace

std::vector<Attachment> attachments(const std::vector<FoundDevice>& devices) {
  Pairs pairs;
  for_each_neighbour(devices, [&](auto self, auto other, const auto& neighbour) {
    Attachment& pair = pairs[std::minmax(self, other)];
    std::tie(pair.a, pair.b) = std::minmax(self, other);
    set_if_empty(self < other ? pair.port_of_a : pair.port_of_b, neighbour.local_port);
  });
  // A device's own report about its port takes precedence over the far end's.
  for_each_neighbour(devices, [&](auto self, auto other, const auto& neighbour) {
    Attachment& pair = pairs[std::minmax(self, other)];
    set_if_empty(self < other ? pair.port_of_b : pair.port_of_a,
                 snmp::interface_called(devices[other].device.interfaces, neighbour.port,
                                        neighbour.port_descr));
  });
  std::vector<Attachment> all;
  all.reserve(pairs.size());
  for (auto& [key, pair] : pairs)
    all.push_back(std::move(pair));
  return all;
}

std::vector<std::optional<Upstream>> upstreams(std::size_t devices,
                                               const std::vector<Attachment>& attached,
                                               std::size_t root) {
  std::vector<std::optional<Upstream>> found(devices);
  std::deque<std::size_t> reached = {root};
  while (!reached.empty()) {
    const std::size_t here = reached.front();
    reached.pop_front();
    for (const Attachment& pair : attached) {
      if (pair.a != here && pair.b != here) continue;
      const std::size_t there = pair.a == here ? pair.b : pair.a;
      if (there == root || found[there]) continue;
      found[there] = Upstream{here, there == pair.a ? pair.port_of_a : pair.port_of_b};
      reached.push_back(there);
    }
  }
  return found;
}

}  // namespace commune::discover
