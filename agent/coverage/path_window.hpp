// Loss and round trip of the last minute, out of counters that only grow.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "agent/coverage/evidence.hpp"

namespace commune::coverage {

/// Not thread-safe.
class PathWindow {
 public:
  /// Fewer requests say nothing of a ratio of a few percent.
  explicit PathWindow(double fewest_requests = 20) : fewest_requests_(fewest_requests) {}

  struct Counters {
    double requests = 0, replies = 0;
    double round_trips_seconds = 0;  ///< Sum over all replies.
  };

  void add(MonoTime at, const Counters& counters);
  /// What was before counts no more: the device was silent, which is no loss on the way.
  void clear() { samples_.clear(); }

  /// Empty as long as too few requests were made to tell.
  std::optional<PathEvidence> evidence() const;

 private:
  double fewest_requests_;
  struct Sample {
    MonoTime at;
    Counters counters;
  };
  std::deque<Sample> samples_;  ///< The oldest a minute old, six seconds or more apart.
};

}  // namespace commune::coverage
