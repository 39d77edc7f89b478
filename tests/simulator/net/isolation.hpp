// Makes sure that simulated packets cannot leave.
#pragma once

#include <string>

#include "core/model/result.hpp"

namespace commune::simulator {

/// Fails if this process is not in a network namespace of its own, or if that namespace has a route
/// to the outside. Checks the current routes: nobody may add one later.
Result<void> check_isolation();

/// Checks routes in the format of /proc/net/route and /proc/net/ipv6_route, without reading files.
bool has_default_route(const std::string& ipv4_routes, const std::string& ipv6_routes);

}  // namespace commune::simulator
