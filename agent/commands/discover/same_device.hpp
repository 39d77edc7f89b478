// Finds addresses of the same device: a router answers at each of its own addresses. Pure.
#pragma once

#include <functional>
#include <vector>

#include "agent/commands/discover/found_device.hpp"

namespace commune::discover {

/// Merges devices that report the same name and description and each list the other's address among
/// their own. The one that `known` accepts is kept, else the first. The order stays.
std::vector<FoundDevice> each_once(std::vector<FoundDevice> found,
                                   const std::function<bool(const Address&)>& known);

/// Whether it was found at the address.
bool found_at(const FoundDevice& device, const Address& address);

/// The same, or the device reports the address as its own.
bool has_address(const FoundDevice& device, const Address& address);

}  // namespace commune::discover
