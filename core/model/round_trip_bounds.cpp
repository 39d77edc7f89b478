#include "core/model/round_trip_bounds.hpp"

#include <algorithm>
#include <numeric>

namespace commune {

std::optional<double> round_trip_quantile(std::span<const std::uint64_t> counts, double share) {
  const auto all = std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
  if (all == 0) return std::nullopt;
  const double rank = share * static_cast<double>(all);
  double before = 0;
  for (std::size_t i = 0; i < std::min(counts.size(), kRoundTripBounds.size()); ++i) {
    const auto here = static_cast<double>(counts[i]);
    if (counts[i] > 0 && before + here >= rank) {
      const double lower = i == 0 ? 0 : kRoundTripBounds.at(i - 1);
      return lower + (kRoundTripBounds.at(i) - lower) * (rank - before) / here;
    }
    before += here;
  }
  return kRoundTripBounds.back();
}

}  // namespace commune
