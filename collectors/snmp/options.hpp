// The SNMP collector's options: devices to poll, profiles, traps. Filled by agent/settings.
#pragma once

#include <vector>

#include "collectors/snmp/poll/target.hpp"
#include "collectors/snmp/profile/profile.hpp"
#include "collectors/snmp/traps/trap_options.hpp"

namespace commune::snmp {

struct Options {
  std::vector<Target> targets;
  std::vector<ProfilePtr>
      profiles;  ///< All profiles; "generic" is for devices that no other matches.
  TrapOptions traps{};
};

}  // namespace commune::snmp
