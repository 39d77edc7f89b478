// Which addresses the operator asked for: CIDRs into ranges. Refuses what nobody means to sweep
// (multicast, a mistyped prefix, half the Internet) before a packet is sent. Pure.
#pragma once

#include <string>
#include <vector>

#include "core/model/result.hpp"
#include "core/net/address_ranges.hpp"

namespace commune::discover {

/// As many addresses as a /16 has: more, in one range or in all together, only where `large` is
/// asked for.
inline constexpr std::uint64_t kMostAddresses = 65'536;

/// "10.77.1.0/24", "10.77.1.9", "fd77::13", "fd77::100/120". The network and broadcast addresses of
/// IPv4 ranges up to /30 are left out; IPv6 is taken as single addresses and prefixes from /120 on,
/// as no sweep gets through a /64. Every mistake is told, each with the text that it is about.
ResultOrErrors<AddressRanges> asked_ranges(const std::vector<std::string>& cidrs, bool large);

}  // namespace commune::discover
