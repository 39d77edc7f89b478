// Alertmanager's whole configuration: which alert goes to which contact, by way of `commune-agent
// notify`. It holds nothing back for the night: notify does that (docs/decisions/0029). Pure.
#pragma once

#include <string>

#include "exporters/notify/options.hpp"

namespace commune {

/// What is not in the options of `notify` itself. URLs have no slash at their end.
struct AlertmanagerPlaces {
  std::string notify_url;   ///< Where Alertmanager reaches `notify`.
  std::string secret_file;  ///< Absolute, where Alertmanager runs.
  std::string ca_file;      ///< PEM, for https; empty: whom that machine trusts.
  std::string heartbeat;    ///< URL that the watchdog goes to; empty: nowhere.
};

/// YAML for Alertmanager 0.25 and later. Contacts that no channel reaches are not in it: what names
/// them goes to the default contact.
std::string alertmanager_file(const notify::Options& options, const AlertmanagerPlaces& places);

}  // namespace commune
