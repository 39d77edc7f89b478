// What the source tree ships and the tests play back: device profiles and walks.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "collectors/snmp/profile/profile.hpp"
#include "collectors/snmp/session/varbind.hpp"

namespace commune::fuzz {

/// config/profiles, by name.
const std::vector<snmp::ProfilePtr>& shipped_profiles();

/// tests/fixtures, by name.
const std::vector<std::map<snmp::Oid, snmp::Value>>& shipped_walks();

/// The files of a folder of the source tree that end in `extension`, by name.
std::vector<std::string> shipped_files(const std::string& folder, const std::string& extension);
std::string contents_of(const std::string& path);

}  // namespace commune::fuzz
