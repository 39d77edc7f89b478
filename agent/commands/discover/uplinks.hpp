// Which interfaces of a device look like its way out. Four signs count: the default route leads
// there (3 points), its name or alias says so (2: "uplink", "wan", "sfp", "to exchange"...), it is
// faster than the others (1), it carries the most traffic (1). Only interfaces that are up count;
// one with 2 points or more looks like an uplink. A guess for people; the program never acts on it.
#pragma once

#include <string>
#include <vector>

#include "collectors/snmp/survey/surveyed_device.hpp"

namespace commune::discover {

struct Uplink {
  std::string interface;
  int points = 0;
  std::vector<std::string> signs;  ///< "default route", "name", "fastest", "most traffic".
};

/// The most likely first; equal ones in the order of the device's interfaces.
std::vector<Uplink> uplinks(const std::vector<snmp::SurveyedInterface>& interfaces);

}  // namespace commune::discover
