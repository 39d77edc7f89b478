// The complete configuration of Alertmanager: which contact receives which alert, through
// `commune-agent notify`. It delays nothing at night: notify does that (docs/decisions/0029). Pure.
#pragma once

#include <string>

#include "exporters/notify/options.hpp"

namespace commune {

/// Places that are not in the options of `notify` itself. URLs have no slash at their end.
struct AlertmanagerPlaces {
  std::string notify_url;   ///< Where Alertmanager reaches `notify`.
  std::string secret_file;  ///< Absolute, on the machine of Alertmanager.
  std::string ca_file;      ///< PEM, for https; empty: the authorities of that machine.
  std::string heartbeat;    ///< URL that the watchdog goes to; empty: nowhere.
};

/// YAML for Alertmanager 0.25 and later. Contacts without any channel are left out; their alerts go
/// to the default contact.
std::string alertmanager_file(const notify::Options& options, const AlertmanagerPlaces& places);

}  // namespace commune
