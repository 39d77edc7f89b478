// Settings and profiles read together, as `run`, `check` and `probe` need them.
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
  /// The settings' inventory, as all who look at it share it.
  std::shared_ptr<const Inventory> inventory;
};

/// All mistakes of all files at once.
ResultOrErrors<Configuration> load_configuration(const std::string& path);

/// Where the profiles lie that come with the agent: beside an installed program, else in the source
/// tree.
std::string installed_profiles_directory();

/// Those profiles; their mistakes go to `err`.
std::optional<std::vector<snmp::ProfilePtr>> installed_profiles(std::ostream& err);

}  // namespace commune
