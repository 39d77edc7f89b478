// `probe --throughput`: a test at once, for a technician in front of the line.
#pragma once

#include <iosfwd>
#include <string>

namespace commune {

struct ProbeThroughputArguments {
  std::string test;  ///< Empty: all of the configuration.
  std::string config;
  bool ignore_idle = false;  ///< Others' traffic neither holds it up nor ends it.
  bool json = false;
  bool redraw = false;  ///< Errors go to a terminal.
};

/// 0: every test found something; 1: one did not, or the processor limited it; 2: usage or
/// configuration. Budgets hold here too, and the bytes are counted with those of the agent.
int run_probe_throughput(const ProbeThroughputArguments& arguments, std::ostream& out,
                         std::ostream& err);

}  // namespace commune
