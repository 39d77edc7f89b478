#include "collectors/capture/round_trips.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "core/model/time.hpp"

namespace commune::capture {

std::string_view to_string(Direction direction) {
  static constexpr std::string_view kNames[] = {"in", "out", "local", "transit"};
  return kNames[static_cast<std::size_t>(direction)];
}

std::string_view to_string(Side side) {
  return side == Side::lan ? "lan" : "wan";
}

// Up to 64 µs one step for each microsecond; above, the bits behind the highest one.
std::size_t RoundTrips::step_of(std::uint64_t microseconds) {
  static constexpr std::uint64_t kWhole = 1U << kStepBits;
  if (microseconds < kWhole) return static_cast<std::size_t>(microseconds);
  const int octave = static_cast<int>(std::bit_width(microseconds)) - 1 - kStepBits;
  const std::uint64_t within = (microseconds >> octave) & (kWhole - 1);
  const auto step = (static_cast<std::size_t>(octave) + 1) * kWhole + within;
  return std::min<std::size_t>(step, kSteps - 1);
}

double RoundTrips::middle_of(std::size_t step) {
  static constexpr std::size_t kWhole = 1U << kStepBits;
  if (step < kWhole) return static_cast<double>(step);
  const int octave = static_cast<int>(step / kWhole) - 1;
  const double within = static_cast<double>(step % kWhole + kWhole) + 0.5;
  return std::ldexp(within, octave) - 0.5;
}

void RoundTrips::add(std::chrono::microseconds sample, Distribution& published) {
  const double value = seconds(sample);
  const auto bucket = std::lower_bound(kRoundTripBounds.begin(), kRoundTripBounds.end(), value);
  ++published.counts[static_cast<std::size_t>(bucket - kRoundTripBounds.begin())];
  published.sum += value;
  ++steps_[step_of(static_cast<std::uint64_t>(std::max<std::int64_t>(sample.count(), 0)))];
  ++count_;
}

double RoundTrips::quantile(double share) const {
  if (count_ == 0) return 0;
  const auto rank = static_cast<std::uint64_t>(std::ceil(share * static_cast<double>(count_)));
  std::uint64_t below = 0;
  for (std::size_t step = 0; step < kSteps; ++step) {
    below += steps_[step];
    if (below >= std::max<std::uint64_t>(rank, 1)) return middle_of(step) * 1e-6;
  }
  return 0;
}

}  // namespace commune::capture
