// `run`: the agent as a table of parts. The only place that names every concrete part.
#pragma once

#include <string>

namespace commune {

struct RunArguments {
  std::string config;  ///< A file or a directory.
};

/// Runs the agent until SIGTERM or SIGINT. Returns the exit code: 0 after an orderly stop, 1 if it
/// could not start or continue, 2 for mistakes in the configuration, which are printed on stderr.
int run_agent(const RunArguments& arguments);

}  // namespace commune
