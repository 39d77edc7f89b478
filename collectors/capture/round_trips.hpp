// Collects samples of round trips in the published buckets, and in finer ones for quantiles.
#pragma once

#include <array>
#include <cstdint>

#include "collectors/capture/frame.hpp"
#include "collectors/capture/totals.hpp"

namespace commune::capture {

/// For one thread. Fixed size.
class RoundTrips {
 public:
  void add(std::chrono::microseconds sample, Distribution& published);

  std::uint64_t count() const { return count_; }

  /// `share` 0.5 is the median. Seconds, to 0.8 %; 0 when there is no sample.
  double quantile(double share) const;

 private:
  /// 64 steps in each doubling, from 1 µs to 2^27 µs (134 s).
  static constexpr int kStepBits = 6;
  static constexpr std::size_t kSteps = (27 - kStepBits + 2) << kStepBits;

  static std::size_t step_of(std::uint64_t microseconds);
  static double middle_of(std::size_t step);

  std::array<std::uint32_t, kSteps> steps_{};
  std::uint64_t count_ = 0;
};

}  // namespace commune::capture
