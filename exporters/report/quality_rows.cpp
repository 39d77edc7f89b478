#include "exporters/report/quality_rows.hpp"

#include <algorithm>
#include <utility>

namespace commune::report {

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
    end_period();
    ++period_;
  }
  if (period_ == periods_.size() || row.start < periods_[period_].from.time) return;
  const auto [found, is_new] = measured_.try_emplace({row.kind, row.name, row.site}, row);
  if (!is_new) found->second += row;
}

void QualityRows::end_period() {
  for (const auto& [key, row] : measured_)
    each_(periods_[period_], row);
  measured_.clear();
}

}  // namespace commune::report
