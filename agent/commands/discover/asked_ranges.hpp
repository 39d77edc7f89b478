// Turns the CIDRs of the command line into address ranges. Refuses ranges that are swept only by
// mistake (multicast, a mistyped prefix, half the Internet) before a packet is sent. Pure.
#pragma once

#include <string>
#include <vector>

#include "core/model/result.hpp"
#include "core/net/address_ranges.hpp"

namespace commune::discover {

/// The size of a /16. More addresses, in one range or in all together, need `large`.
inline constexpr std::uint64_t kMostAddresses = 65'536;

/// "10.77.1.0/24", "10.77.1.9", "fd77::13", "fd77::100/120". Leaves out the network and broadcast
/// addresses of IPv4 ranges up to /30. Accepts IPv6 as single addresses and prefixes from /120 on,
/// because a sweep of a /64 never ends. Every mistake is reported, with the text that it is about.
ResultOrErrors<AddressRanges> asked_ranges(const std::vector<std::string>& cidrs, bool large);

}  // namespace commune::discover
