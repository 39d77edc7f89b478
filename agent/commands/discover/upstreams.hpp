// Through which device each device reaches the Internet, from the neighbours that devices report by
// LLDP: the way from each device to the root that passes the fewest others. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "agent/commands/discover/found_device.hpp"

namespace commune::discover {

/// Two devices of the list that are connected to each other. Ports are interface names, empty if
/// not reported.
struct Attachment {
  std::size_t a = 0, b = 0;
  std::string port_of_a, port_of_b;
};

/// Each pair once, `a` less than `b`. A neighbour is identified by its chassis id, else by a
/// management address, else by its sysName, if exactly one of the devices has it.
std::vector<Attachment> attachments(const std::vector<FoundDevice>& devices);

/// The next device towards the root.
struct Upstream {
  std::size_t device = 0;
  std::string port;  ///< The device's own port towards it; empty: not reported.
};

/// By position; empty for the root and for devices that no neighbour leads to. Breadth first: of
/// two equally short ways, the one through the device that comes first.
std::vector<std::optional<Upstream>> upstreams(std::size_t devices,
                                               const std::vector<Attachment>& attached,
                                               std::size_t root);

}  // namespace commune::discover
