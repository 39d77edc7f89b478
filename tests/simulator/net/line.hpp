// The effect of the line to a device on packets: delay, jitter, loss, reordering, duplication.
// Pure.
#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "tests/simulator/random.hpp"

namespace commune::simulator {

/// Real time, never faster with the scenario.
using Delay = std::chrono::microseconds;

/// A reordered packet is delayed by this much more.
inline constexpr Delay kReorderHold = std::chrono::milliseconds(100);

/// A round trip: requests get lost on the way there, replies are late on the way back. Shares are
/// 0 to 1.
struct Line {
  Delay delay{};
  Delay jitter{};  ///< In both directions, evenly distributed; the sum is never below zero.
  double loss = 0;
  double duplicate = 0;
  double reorder = 0;

  friend bool operator==(const Line&, const Line&) = default;
};

/// The line settings of a scenario table; absent members change nothing.
struct LineChange {
  std::optional<Delay> delay, jitter;
  std::optional<double> loss, duplicate, reorder;

  void apply_to(Line& line) const;
};

/// When the copies of one reply arrive, counted from now; empty if the packet is lost.
std::vector<Delay> pass(const Line& line, Random& random);

}  // namespace commune::simulator
