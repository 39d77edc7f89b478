// The next hop of this machine's own default route, through which the other devices are probably
// connected too.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/net/address.hpp"

namespace commune::discover {

/// The gateway of the default route with the least metric in the text of /proc/net/route; empty if
/// there is none. Pure.
std::optional<Address> default_gateway(std::string_view routes);

/// The same for this machine (IPv4). Sends nothing.
std::optional<Address> own_next_hop();

}  // namespace commune::discover
