// Plays a scenario in real time: packets between TUN and Network, faults when they are due.
#pragma once

#include <string>

#include "core/model/result.hpp"
#include "tests/simulator/scenario.hpp"

namespace commune::simulator {

struct PlayOptions {
  std::string tun = "commune0";
  double speed = 1;  ///< Seconds of the scenario in a real one; delays on lines are never sped up.
};

/// Runs until SIGTERM or SIGINT. Says on stdout when it answers, and what happens as it happens.
Result<void> play(const Scenario& scenario, const PlayOptions& options);

}  // namespace commune::simulator
