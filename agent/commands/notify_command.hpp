// `notify`: receives Alertmanager's webhooks and delivers messages to people.
#pragma once

#include <iosfwd>
#include <string>

namespace commune {

struct NotifyArguments {
  std::string config;  ///< A file or a directory.
};

/// Runs until SIGTERM or SIGINT, then stops within two seconds. 0: an orderly stop; 1: could not
/// start; 2: a mistake in the configuration, reported on `err`.
int run_notify(const NotifyArguments& arguments, std::ostream& err);

}  // namespace commune
