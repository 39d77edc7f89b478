// Who reaches the world through whom, from what the devices tell of their neighbours by LLDP: the
// way from each device to the root that passes the fewest others. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "agent/commands/discover/found_device.hpp"

namespace commune::discover {

/// Two devices of the list that are attached to each other. Ports are interface names, empty where
/// nobody tells them.
struct Attachment {
  std::size_t a = 0, b = 0;
  std::string port_of_a, port_of_b;
};

/// Each pair once, `a` less than `b`. A neighbour is one of the devices when its chassis id, else a
/// management address, else its sysName is that of exactly one of them.
std::vector<Attachment> attachments(const std::vector<FoundDevice>& devices);

/// A device's next one towards the root.
struct Upstream {
  std::size_t device = 0;
  std::string port;  ///< The device's own port towards it; empty: not told.
};

/// By position; empty for the root and for what no neighbour leads to. Breadth first: where two
/// ways are equally short, through the device that comes first.
std::vector<std::optional<Upstream>> upstreams(std::size_t devices,
                                               const std::vector<Attachment>& attached,
                                               std::size_t root);

}  // namespace commune::discover
