// One device found at several addresses is one device: a router answers at each of its own. Pure.
#pragma once

#include <functional>
#include <vector>

#include "agent/commands/discover/found_device.hpp"

namespace commune::discover {

/// Devices that tell the same name and description and each count the other's address among their
/// own are folded into one: the one that `known` holds for, else the first. Order stays.
std::vector<FoundDevice> each_once(std::vector<FoundDevice> found,
                                   const std::function<bool(const Address&)>& known);

/// Whether it was found at the address.
bool found_at(const FoundDevice& device, const Address& address);

/// The same, or it tells that the address is its own.
bool has_address(const FoundDevice& device, const Address& address);

}  // namespace commune::discover
