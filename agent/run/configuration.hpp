// Settings and profiles read together, for `run`, `check` and `probe`.
#pragma once

#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "agent/settings/settings.hpp"
#include "collectors/snmp/profile/profile.hpp"

namespace commune {

struct Configuration {
  settings::Settings settings;
  std::vector<snmp::ProfilePtr> profiles;
  /// The settings' inventory, shared by all its users.
  std::shared_ptr<const Inventory> inventory;
};

/// Reports all mistakes of all files at once.
ResultOrErrors<Configuration> load_configuration(const std::string& path);

/// The directory of the profiles that come with the agent: beside an installed program, else in the
/// source tree.
std::string installed_profiles_directory();

/// Those profiles; their mistakes go to `err`.
std::optional<std::vector<snmp::ProfilePtr>> installed_profiles(std::ostream& err);

}  // namespace commune
