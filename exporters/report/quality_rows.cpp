#include "exporters/report/quality_rows.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace commune::report {
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

std::optional<Ratio> loss(const Quality& quality) {
  constexpr std::uint64_t kMillion = 1'000'000;
  if (quality.requests == 0) return std::nullopt;
  const auto lost = quality.requests - std::min(quality.requests, quality.replies);
  return Ratio{static_cast<std::int64_t>(lost * kMillion / quality.requests)};
}

QualityRows::QualityRows(std::span<const PeriodBounds> periods, Each each)
    : periods_(periods), each_(std::move(each)) {}

void QualityRows::add(const Quality& row) {
  while (period_ < periods_.size() && row.start >= periods_[period_].to.time) {
    end();
    ++period_;
  }
  if (period_ == periods_.size() || row.start < periods_[period_].from.time) return;
  const auto [found, is_new] = measured_.try_emplace({row.kind, row.name, row.site}, row);
  if (!is_new) found->second += row;
}

void QualityRows::end() {
  for (const auto& [key, row] : measured_)
    each_(periods_[period_], row);
  measured_.clear();
}

}  // namespace commune::report
