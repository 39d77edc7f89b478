// A line between two places as packets feel it: they wait, queue, and now and then get lost. Pure.
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <optional>
#include <string>

#include "tests/simulator/line.hpp"

namespace commune::simulator {

struct WireOptions {
  Delay delay{};   ///< One way.
  Delay jitter{};  ///< Either way, evenly spread; packets keep their order.
  double loss = 0;
  double bytes_per_second = 0;                          ///< 0: no limit.
  Delay longest_queue = std::chrono::milliseconds(50);  ///< What would wait longer is dropped.
};

/// One direction of the line. Times are the caller's, in any steady count.
class Wire {
 public:
  using Time = std::chrono::steady_clock::time_point;

  Wire(const WireOptions& options, std::uint64_t seed) : options_(options), random_(seed) {}

  void send(std::string packet, Time now);

  /// What has arrived by `now`, one packet a call; empty: nothing more.
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
  Time free_{};  ///< The line has sent all that came before.
  std::deque<Flying> flying_;
};

}  // namespace commune::simulator
