// All device profiles there are: directories of TOML files, with `extends` folded in.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "collectors/snmp/profile/profile.hpp"
#include "core/model/result.hpp"

namespace commune::settings {

/// Reads every *.toml of the directories, in order of name. A file in a later directory replaces
/// the one of the same name in an earlier: what an operator keeps apart wins over what is
/// installed. Each profile has been compiled once, so a poller need not expect it to fail. Errors
/// as FILE:LINE:COL, those of all files.
ResultOrErrors<std::vector<snmp::ProfilePtr>> load_profiles(
    std::span<const std::string> directories);

/// The same with single files besides, which replace those of the same name: what `profiles check`
/// looks at before they are installed.
ResultOrErrors<std::vector<snmp::ProfilePtr>> load_profiles(
    std::span<const std::string> directories, std::span<const std::string> files);

}  // namespace commune::settings
