// How much counters and histograms grew between two looks. A counter that has started over has
// grown from 0.
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
  /// For a counter of the agent's own, which existed from its start: its whole value is growth.
  explicit CounterGrowth(double before) : before_(before) {}

  /// Returns the growth since the value before; 0 for the first.
  double add_count(double now) {
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
  /// As above: `before` are the counts before the first.
  explicit HistogramGrowth(std::vector<std::uint64_t> before) : before_(std::move(before)) {}

  /// Adds to `sums` the growth since the counts before; nothing for the first.
  void add_counts(const std::vector<std::uint64_t>& now, std::vector<std::uint64_t>& sums) {
    sums.resize(now.size());
    for (std::size_t i = 0; i < now.size() && before_.size() == now.size(); ++i)
      sums[i] += now[i] >= before_[i] ? now[i] - before_[i] : now[i];
    before_ = now;
  }

 private:
  std::vector<std::uint64_t> before_;
};

}  // namespace commune::history
