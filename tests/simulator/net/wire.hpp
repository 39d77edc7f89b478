// A line between two places: packets wait, queue, and are sometimes lost. Pure.
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <optional>
#include <string>

#include "tests/simulator/net/line.hpp"

namespace commune::simulator {

struct WireOptions {
  Delay delay{};   ///< One way.
  Delay jitter{};  ///< In both directions, evenly distributed; packets keep their order.
  double loss = 0;
  double bytes_per_second = 0;                          ///< 0: no limit.
  Delay longest_queue = std::chrono::milliseconds(50);  ///< Packets that would wait longer are
                                                        ///< dropped.
};

/// One direction of the line. Times are the caller's, on any steady clock.
class Wire {
 public:
  using Time = std::chrono::steady_clock::time_point;

  Wire(const WireOptions& options, std::uint64_t seed) : options_(options), random_(seed) {}

  void send(std::string packet, Time now);

  /// A packet that has arrived by `now`, one per call; empty: no more.
  std::optional<std::string> receive(Time now);

  /// When the next packet arrives; empty: none is on its way.
  std::optional<Time> next() const;

 private:
  struct Flying {
    Time arrives;
    std::string packet;
  };

  WireOptions options_;
  Random random_;
  Time free_{};  ///< The line has sent all earlier packets.
  std::deque<Flying> flying_;
};

}  // namespace commune::simulator
