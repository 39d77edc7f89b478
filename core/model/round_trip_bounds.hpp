// The buckets that round trips are counted in, everywhere: on /metrics and in the history, and what
// such counts say.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

namespace commune {

/// Seconds: 100 µs to 10 s in steps of 1, 2.5, 5. A switch beside us (100 µs), fibre in the commune
/// (1 ms), the province (10 ms), 4G (50 ms), a satellite (600 ms) and a choked link (seconds) each
/// lie in buckets of their own.
inline constexpr std::array kRoundTripBounds = {0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005,
                                                0.01,   0.025,   0.05,   0.1,   0.25,   0.5,
                                                1.0,    2.5,     5.0,    10.0};

/// The round trip in seconds that `share` (0 to 1) of them stay under, interpolated in
/// kRoundTripBounds; the last bound for what lies beyond it. Empty without round trips.
std::optional<double> round_trip_quantile(std::span<const std::uint64_t> counts, double share);

}  // namespace commune
