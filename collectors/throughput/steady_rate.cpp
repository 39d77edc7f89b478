#include "collectors/throughput/steady_rate.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace commune::throughput {
namespace {

constexpr std::size_t kAlwaysSkipped = 10;
constexpr std::size_t kLook = 5;
constexpr double kNear = 0.1;

double median(std::span<const double> values) {
  std::vector<double> sorted(values.begin(), values.end());
  const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
  std::nth_element(sorted.begin(), middle, sorted.end());
  return *middle;
}

double mean(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

std::size_t stable_from(std::span<const double> bins) {
  const double usual = median(bins.subspan(bins.size() / 2));
  const std::size_t latest = std::max(bins.size() / 2, kAlwaysSkipped);
  for (std::size_t first = kAlwaysSkipped; first < latest; ++first) {
    const double here = mean(bins.subspan(first, std::min(kLook, bins.size() - first)));
    if (std::abs(here - usual) <= kNear * usual) return first;
  }
  return latest;
}

}  // namespace

void ByteBins::reached(std::chrono::nanoseconds elapsed, std::uint64_t total) {
  static constexpr std::chrono::nanoseconds kWidth = kBin;
  if (elapsed <= last_) return;  // The bytes since then count at the next call.
  const double bytes = static_cast<double>(total - total_);
  const auto span = elapsed - last_;
  for (auto at = last_; at < elapsed;) {
    const auto bin = static_cast<std::size_t>(at / kWidth);
    const auto end = std::min(elapsed, (at / kWidth + 1) * kWidth);
    if (bins_.size() <= bin) bins_.resize(bin + 1);
    bins_[bin] +=
        bytes * static_cast<double>((end - at).count()) / static_cast<double>(span.count());
    at = end;
  }
  last_ = elapsed;
  total_ = total;
}

std::span<const double> ByteBins::whole() const {
  const auto over = static_cast<std::size_t>(last_ / std::chrono::nanoseconds(kBin));
  return {bins_.data(), std::min(over, bins_.size())};
}

std::optional<SteadyRate> steady_rate(std::span<const double> bins) {
  if (bins.size() < kAlwaysSkipped + kLeastStable) return std::nullopt;
  const std::size_t first = stable_from(bins);
  return SteadyRate{mean(bins.subspan(first)) / seconds(kBin), first};
}

}  // namespace commune::throughput
