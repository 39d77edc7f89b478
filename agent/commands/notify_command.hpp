// `notify`: takes Alertmanager's webhooks and delivers messages to people.
#pragma once

#include <iosfwd>
#include <string>

namespace commune {

struct NotifyArguments {
  std::string config;  ///< A file or a directory.
};

/// Runs until SIGTERM or SIGINT, and stops within two seconds then. 0: an orderly stop; 1: it could
/// not start; 2: a mistake in the configuration, which is told on `err`.
int run_notify(const NotifyArguments& arguments, std::ostream& err);

}  // namespace commune
