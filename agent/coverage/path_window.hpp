// Loss and round trip of the last minute, from counters that only grow.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "agent/coverage/evidence.hpp"

namespace commune::coverage {

/// Not thread-safe.
class PathWindow {
 public:
  /// With fewer requests a ratio of a few percent cannot be measured.
  explicit PathWindow(double fewest_requests = 20) : fewest_requests_(fewest_requests) {}

  struct Counters {
    double requests = 0, replies = 0;
    double round_trips_seconds = 0;  ///< Sum over all replies.
  };

  void add(MonoTime at, const Counters& counters);
  /// Discards earlier samples: the device was silent, which is not loss on the way.
  void clear() { samples_.clear(); }

  /// Empty while there are too few requests.
  std::optional<PathEvidence> evidence() const;

 private:
  double fewest_requests_;
  struct Sample {
    MonoTime at;
    Counters counters;
  };
  std::deque<Sample> samples_;  ///< The oldest is a minute old; six seconds or more apart.
};

}  // namespace commune::coverage
