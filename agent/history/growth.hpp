// How much counters and histograms grew between two looks. What began anew has grown from 0.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace commune::history {

/// Not thread-safe.
class CounterGrowth {
 public:
  CounterGrowth() = default;
  /// For a counter of the agent's own, which was there from its start: all that it shows is growth.
  explicit CounterGrowth(double before) : before_(before) {}

  /// Since the value before; 0 for the first.
  double take(double now) {
    const double before = before_.value_or(now);
    before_ = now;
    return now >= before ? now - before : now;
  }

 private:
  std::optional<double> before_;
};

/// Not thread-safe.
class HistogramGrowth {
 public:
  HistogramGrowth() = default;
  /// As above: the counts before the first are these.
  explicit HistogramGrowth(std::vector<std::uint64_t> before) : before_(std::move(before)) {}

  /// Adds to `sums` what came since the counts before; nothing for the first.
  void take(const std::vector<std::uint64_t>& now, std::vector<std::uint64_t>& sums) {
    sums.resize(now.size());
    for (std::size_t i = 0; i < now.size() && before_.size() == now.size(); ++i)
      sums[i] += now[i] >= before_[i] ? now[i] - before_[i] : now[i];
    before_ = now;
  }

 private:
  std::vector<std::uint64_t> before_;
};

}  // namespace commune::history
