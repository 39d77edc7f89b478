// Composition of `run`: the only place that names every concrete part of the agent.
#pragma once

#include <string>

namespace commune {

struct RunArguments {
  std::string config;  ///< A file or a directory.
};

/// Runs the agent until SIGTERM or SIGINT. Gives the exit code: 0 after an orderly stop, 1 when it
/// could not go on, 2 for a mistake in the configuration, which is told on stderr.
int run_agent(const RunArguments& arguments);

}  // namespace commune
