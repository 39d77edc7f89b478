#include "core/model/reachability.hpp"

#include <algorithm>
#include <vector>

namespace commune {
namespace {

// A poll may end late within its interval, hence at least this long whatever the interval.
constexpr Milliseconds kShortestPatience{10'000};

bool silent(const DeviceReadings& readings) {
  return readings.silent_polls >= kSilentPolls;
}

// A device that is asked one question often, and stopped answering it, outweighs its answer to a
// question asked seldom, unless that came after the silence was certain: a slow poll must not keep
// a dead device alive.
bool overruled(const DeviceReadings& answering, const DeviceReadings& quiet) {
  if (!silent(quiet) || !quiet.last_answer || quiet.interval >= answering.interval) return false;
  return answering.last_answer->mono < quiet.last_answer->mono + kSilentPolls * quiet.interval;
}

}  // namespace

bool stale(const DeviceReadings& readings, MonoTime now) {
  const auto patience = std::max(readings.interval * kStaleAfterIntervals, kShortestPatience);
  return now - readings.taken.mono > patience;
}

Reachability reachability(const DeviceView& device, MonoTime now) {
  std::vector<const DeviceReadings*> evidence;
  for (const auto& readings : device.by_source)
    if (readings && !stale(*readings, now)) evidence.push_back(readings.get());

  bool measured = false;
  for (const auto* readings : evidence) {
    measured = measured || silent(*readings);
    // A few lost packets are not silence: before the third one the last answer still holds.
    if (!readings->last_answer || silent(*readings)) continue;
    const bool holds = std::none_of(evidence.begin(), evidence.end(), [&](const auto* other) {
      return overruled(*readings, *other);
    });
    if (holds) return Reachability::reachable;
  }
  return measured ? Reachability::silent : Reachability::unmeasured;
}

}  // namespace commune
