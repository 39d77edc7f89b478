// `commune-agent check`: tells whether a configuration is good, and what it will cost.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "core/model/result.hpp"

namespace commune {

struct Configuration;

struct CheckArguments {
  std::string config;
  bool explain = false;
};

/// Returns the exit code: 0, or 2 when the configuration has mistakes. What is asked for goes to
/// `out`, mistakes to `err`, one a line, and with "warning:" before them secrets and files that
/// `notify` needs and that are not on this machine.
int run_check(const CheckArguments& arguments, std::ostream& out, std::ostream& err);

/// The same on a configuration that was read already.
int report_check(const ResultOrErrors<Configuration>& configuration, bool explain,
                 std::ostream& out, std::ostream& err);

}  // namespace commune
