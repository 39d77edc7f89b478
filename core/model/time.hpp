// The two clocks. Wall time is for people and timestamps, monotonic time for durations; logic is
// given either as an argument and never reads a clock itself.
#pragma once

#include <chrono>

namespace commune {

using WallTime = std::chrono::system_clock::time_point;
using MonoTime = std::chrono::steady_clock::time_point;
using Milliseconds = std::chrono::milliseconds;

/// One moment on both clocks.
struct Moment {
  WallTime wall;
  MonoTime mono;
};

inline Moment now() {
  return {std::chrono::system_clock::now(), std::chrono::steady_clock::now()};
}

/// Seconds since the epoch, as Prometheus timestamps are given.
inline double unix_seconds(WallTime time) {
  return std::chrono::duration<double>(time.time_since_epoch()).count();
}

inline double seconds(std::chrono::nanoseconds duration) {
  return std::chrono::duration<double>(duration).count();
}

}  // namespace commune
