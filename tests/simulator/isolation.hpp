// Sees to it that simulated packets stay among themselves.
#pragma once

#include <string>

#include "core/model/result.hpp"

namespace commune::simulator {

/// Fails where this process is not in a network namespace of its own, or where that namespace has a
/// way out. Looks at the routes of the moment: whoever starts the simulator must not add one later.
Result<void> check_isolation();

/// Routes of /proc/net/route and /proc/net/ipv6_route, judged without the files.
bool has_default_route(const std::string& ipv4_routes, const std::string& ipv6_routes);

}  // namespace commune::simulator
