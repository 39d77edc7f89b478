// The agent's own uplink: the port of its default route.
#pragma once

#include <optional>

namespace commune {

/// Whether that port has carrier, by /proc/net/route, /proc/net/ipv6_route and sysfs. Empty:
/// without a default route, or if the port does not report it.
std::optional<bool> own_carrier();

}  // namespace commune
