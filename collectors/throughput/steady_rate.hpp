// How fast the bytes flowed once slow start was over, from how many came in each bin of time. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/model/time.hpp"

namespace commune::throughput {

inline constexpr Milliseconds kBin{100};

/// Bytes over time since the begin of a transfer, in bins of kBin.
class ByteBins {
 public:
  /// `total` bytes had been moved `elapsed` after the begin. Calls come in the order of time; what
  /// came since the call before is spread evenly over the time since then.
  void reached(std::chrono::nanoseconds elapsed, std::uint64_t total);

  /// Bins that are over; the one under way is not among them.
  std::span<const double> whole() const;

 private:
  std::vector<double> bins_;
  std::chrono::nanoseconds last_{0};
  std::uint64_t total_ = 0;
};

struct SteadyRate {
  double bytes_per_second = 0;
  std::size_t first = 0;  ///< The bin where the stable part begins; it lasts to the end.
};

/// At least the first second is left out, and all that came before half a second of the flow first
/// was within a tenth of the median of the second half: slow start climbs to it, a token bucket
/// that was full falls to it. At most half of the bins are left out. Empty when fewer than
/// `kLeastStable` are left: too short for a rate.
std::optional<SteadyRate> steady_rate(std::span<const double> bins);

inline constexpr std::size_t kLeastStable = 10;

}  // namespace commune::throughput
