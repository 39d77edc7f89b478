#include "collectors/icmp/round_trip.hpp"

#include <algorithm>

namespace commune::icmp {
namespace {

using std::chrono::nanoseconds;

// The two clocks are read one after the other and NTP slews one of them: a smaller difference does
// not contradict the kernel's time.
constexpr nanoseconds kClockSlack = std::chrono::milliseconds(1);

const std::shared_ptr<const std::vector<double>>& shared_bounds() {
  static const auto kBounds =
      std::make_shared<const std::vector<double>>(kRoundTripBounds.begin(), kRoundTripBounds.end());
  return kBounds;
}

}  // namespace

nanoseconds round_trip(const Moment& sent, const Arrival& arrival) {
  const nanoseconds longest = std::max(nanoseconds{0}, nanoseconds(arrival.not_after - sent.mono));
  if (!arrival.kernel) return longest;
  const nanoseconds measured = *arrival.kernel - sent.wall;
  const nanoseconds shortest =
      std::max(nanoseconds{0}, nanoseconds(arrival.not_before - sent.mono));
  if (measured < shortest - kClockSlack || measured > longest + kClockSlack) return longest;
  return std::max(nanoseconds{0}, measured);
}

void RoundTrips::add(nanoseconds round_trip) {
  const auto bucket =
      std::lower_bound(kRoundTripBounds.begin(), kRoundTripBounds.end(), seconds(round_trip)) -
      kRoundTripBounds.begin();
  ++counts_[static_cast<std::size_t>(bucket)];
  sum_ += round_trip;
}

HistogramReading RoundTrips::reading(QuantityIndex quantity) const {
  return {quantity, 0, shared_bounds(), {counts_.begin(), counts_.end()}, seconds(sum_)};
}

}  // namespace commune::icmp
