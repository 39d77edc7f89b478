// Runs a scenario in real time: packets between TUN and Network, faults when they are due.
#pragma once

#include <string>

#include "core/model/result.hpp"
#include "tests/simulator/scenario/scenario.hpp"

namespace commune::simulator {

struct PlayOptions {
  std::string tun = "commune0";
  double speed = 1;  ///< Scenario seconds per real second; delays on lines are never sped up.
};

/// Runs until SIGTERM or SIGINT. Prints on stdout when it is ready, and every event.
Result<void> play(const Scenario& scenario, const PlayOptions& options);

}  // namespace commune::simulator
