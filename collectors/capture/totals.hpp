// The figures of one interface: a plain copy that the capturing thread hands over.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "collectors/capture/heavy_hosts.hpp"
#include "collectors/capture/traffic_class.hpp"
#include "core/model/round_trip_bounds.hpp"

namespace commune::capture {

/// As seen from the LAN.
enum class Direction : std::uint8_t {
  in,     ///< Towards the LAN.
  out,    ///< From the LAN to the world.
  local,  ///< Between hosts of the LAN.
  transit
};
inline constexpr std::size_t kDirectionCount = 4;
std::string_view to_string(Direction direction);

/// The side of a link: users' devices, or the Internet.
enum class Side : std::uint8_t { lan, wan };
inline constexpr std::size_t kSideCount = 2;
std::string_view to_string(Side side);

struct Count {
  std::uint64_t packets = 0, bytes = 0;
};

/// counts[i]: those up to kRoundTripBounds[i] and over the bound before; the last one: the rest.
struct Distribution {
  std::array<std::uint64_t, kRoundTripBounds.size() + 1> counts{};
  double sum = 0;  ///< Seconds.
};

struct SideTotals {
  Distribution tcp, dns;
  std::uint64_t segments = 0, retransmissions = 0;
  std::uint64_t dns_unanswered = 0;
};

/// Counters since the start of the agent, and current gauges.
struct Totals {
  std::array<std::array<Count, kMostClasses>, kDirectionCount> traffic{};
  std::uint64_t not_ip = 0, malformed = 0;
  std::uint64_t kernel_drops = 0, interface_drops = 0;
  std::array<SideTotals, kSideCount> sides{};
  std::uint64_t flows_evicted = 0;

  std::uint64_t flows = 0;
  double hosts = 0;
  HeavyShares heavy{};

  Count& of(Direction direction, std::size_t traffic_class) {
    return traffic[static_cast<std::size_t>(direction)][traffic_class];
  }
  SideTotals& of(Side side) { return sides[static_cast<std::size_t>(side)]; }
  const SideTotals& of(Side side) const { return sides[static_cast<std::size_t>(side)]; }
};

}  // namespace commune::capture
