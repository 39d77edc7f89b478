// All device profiles: directories of TOML files, with `extends` merged.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "collectors/snmp/profile/profile.hpp"
#include "core/model/result.hpp"

namespace commune::settings {

/// Reads every *.toml of the directories, in order of name. A file in a later directory replaces
/// the one with the same name in an earlier one: an operator's file replaces an installed one. Each
/// profile is compiled once here, so a poller need not expect a failure. Errors as FILE:LINE:COL,
/// of all files.
ResultOrErrors<std::vector<snmp::ProfilePtr>> load_profiles(
    std::span<const std::string> directories);

/// The same with single files in addition, which replace those of the same name, for `profiles
/// check`.
ResultOrErrors<std::vector<snmp::ProfilePtr>> load_profiles(
    std::span<const std::string> directories, std::span<const std::string> files);

}  // namespace commune::settings
