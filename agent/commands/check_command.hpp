// `commune-agent check`: checks a configuration and estimates its cost.
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

/// Returns the exit code: 0, or 2 if the configuration has mistakes. The output goes to `out`.
/// Mistakes go to `err`, one per line. Secrets and files that `notify` needs and that are missing
/// on this machine go to `err` too, with "warning:" before them.
int run_check(const CheckArguments& arguments, std::ostream& out, std::ostream& err);

/// The same for a configuration that was already read.
int report_check(const ResultOrErrors<Configuration>& configuration, bool explain,
                 std::ostream& out, std::ostream& err);

}  // namespace commune
