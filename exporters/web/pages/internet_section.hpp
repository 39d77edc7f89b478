// The part of the status page about the Internet at the agent's site, and about the busiest lines
// of the commune.
#pragma once

#include <string>

#include "exporters/web/pages/status_page.hpp"

namespace commune::web {

/// Services that are reached, users' traffic and how long they wait, the last throughput test.
std::string internet_section(const StatusPage& page);

/// The fullest links whose capacity is known, and the busiest of the others, eight at most.
std::string busy_lines(const StatusPage& page);

}  // namespace commune::web
