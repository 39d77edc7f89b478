// IP addresses and networks as two words each, so that a packet's address is matched with a few
// instructions. Pure.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/model/result.hpp"

namespace commune::capture {

/// An address; IPv4 mapped into IPv6 (::ffff:a.b.c.d, RFC 4291).
struct Host {
  std::uint64_t high = 0, low = 0;

  static Host of_v4(const std::uint8_t* bytes);  ///< Four bytes in network order.
  static Host of_v6(const std::uint8_t* bytes);  ///< Sixteen.

  bool is_v4() const { return high == 0 && low >> 32 == 0xFFFF; }
  /// Multicast, broadcast, link-local or unspecified: never forwarded by a router.
  bool stays_on_link() const;

  friend bool operator==(const Host&, const Host&) = default;
};

/// "192.168.1.0/24", "fd00::/64". Bits behind the length are zero.
struct Prefix {
  Host network;
  Host mask;

  bool contains(Host host) const {
    return (((host.high ^ network.high) & mask.high) | ((host.low ^ network.low) & mask.low)) == 0;
  }

  friend bool operator==(const Prefix&, const Prefix&) = default;
};

inline bool any_contains(std::span<const Prefix> prefixes, Host host) {
  for (const Prefix& prefix : prefixes)
    if (prefix.contains(host)) return true;
  return false;
}

/// The error has no place; it names the text and the right form. An address without a length is a
/// network of one address.
Result<Prefix> parse_prefix(const std::string& text);

}  // namespace commune::capture
