#include "core/model/reachability.hpp"

#include <algorithm>

namespace commune {
namespace {

// A poll may end late within its interval, hence at least this long whatever the interval.
constexpr Milliseconds kShortestPatience{10'000};

}  // namespace

bool stale(const DeviceReadings& readings, MonoTime now) {
  const auto patience = std::max(readings.interval * kStaleAfterIntervals, kShortestPatience);
  return now - readings.taken.mono > patience;
}

Reachability reachability(const DeviceView& device, MonoTime now) {
  bool measured = false;
  for (const auto& readings : device.by_source) {
    if (!readings || stale(*readings, now)) continue;
    if (readings->answered) return Reachability::reachable;
    // A few lost packets are not silence: before the third one the last answer still holds.
    if (readings->last_answer && readings->silent_polls < kSilentPolls)
      return Reachability::reachable;
    if (readings->silent_polls >= kSilentPolls) measured = true;
  }
  return measured ? Reachability::silent : Reachability::unmeasured;
}

}  // namespace commune
