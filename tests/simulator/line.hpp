// What the way to a device does to packets: delay, jitter, loss, reordering, duplication. Pure.
#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "tests/simulator/random.hpp"

namespace commune::simulator {

/// Real time, never sped up with the scenario.
using Delay = std::chrono::microseconds;

/// A packet that is reordered is held back for so long beyond its delay.
inline constexpr Delay kReorderHold = std::chrono::milliseconds(100);

/// A round trip: requests get lost on the way there, replies are late on the way back. Shares are
/// 0 to 1.
struct Line {
  Delay delay{};
  Delay jitter{};  ///< Either way, evenly spread; never below zero in sum.
  double loss = 0;
  double duplicate = 0;
  double reorder = 0;

  friend bool operator==(const Line&, const Line&) = default;
};

/// What a table of a scenario says of a line; absent members leave it as it is.
struct LineChange {
  std::optional<Delay> delay, jitter;
  std::optional<double> loss, duplicate, reorder;

  void apply_to(Line& line) const;
};

/// When the copies of one reply arrive, counted from now; none when the packet is lost.
std::vector<Delay> pass(const Line& line, Random& random);

}  // namespace commune::simulator
