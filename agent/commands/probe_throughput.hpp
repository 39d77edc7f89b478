// `probe --throughput`: runs a test at once, for a technician at the site.
#pragma once

#include <iosfwd>
#include <string>

namespace commune {

struct ProbeThroughputArguments {
  std::string test;  ///< Empty: all configured tests.
  std::string config;
  bool ignore_idle = false;  ///< Traffic of others neither delays nor ends it.
  bool json = false;
  bool redraw = false;  ///< Errors go to a terminal.
};

/// 0: every test measured a rate; 1: one did not, or the processor limited it; 2: usage or
/// configuration. Budgets hold here too, and the bytes count together with those of the agent.
int run_probe_throughput(const ProbeThroughputArguments& arguments, std::ostream& out,
                         std::ostream& err);

}  // namespace commune
