// How long a reply took, and how round trips are counted.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/model/reading.hpp"
#include "core/model/round_trip_bounds.hpp"
#include "core/model/time.hpp"

namespace commune::icmp {

/// Bounds of the moment when a packet arrived.
struct Arrival {
  std::optional<WallTime> kernel;  ///< The kernel's receive time; empty: it gave none.
  MonoTime not_before;             ///< When the socket was last seen empty.
  MonoTime not_after;              ///< When the packet was read.
};

/// From `sent` to arrival by the kernel's receive time, which is exact but on the wall clock. When
/// the result contradicts what the monotonic clock knows, the wall clock was stepped in between,
/// and the monotonic clock's latest possible moment counts. Never negative.
std::chrono::nanoseconds round_trip(const Moment& sent, const Arrival& arrival);

/// Distribution of round trips since the start.
class RoundTrips {
 public:
  void add(std::chrono::nanoseconds round_trip);

  HistogramReading reading(QuantityIndex quantity) const;

 private:
  std::array<std::uint64_t, kRoundTripBounds.size() + 1> counts_{};
  std::chrono::nanoseconds sum_{0};
};

}  // namespace commune::icmp
