// What a raw ICMP socket is spared: the kernel drops packets that cannot be about our requests
// before they wake anybody.
#pragma once

#include <cstdint>

#include "core/net/address.hpp"

namespace commune::icmp {

/// Lets through echo replies with our id, destination unreachable and time exceeded. A kernel that
/// refuses the filter costs time, not correctness, so nothing is reported.
void filter_raw_socket(int descriptor, Family family, std::uint16_t id);

}  // namespace commune::icmp
