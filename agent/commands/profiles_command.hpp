// `profiles list|show|check`: lists the device families, shows what is read from one, checks a new
// file.
#pragma once

#include <iosfwd>
#include <span>
#include <string>

#include "collectors/snmp/profile/profile.hpp"

namespace commune {

/// A table of all profiles. Returns the exit code.
int list_profiles(std::span<const snmp::ProfilePtr> profiles, std::ostream& out);

/// Shows what the profile called `name` reads, table by table. If there is no such profile, returns
/// 2 and writes a suggestion to `err`.
int show_profile(std::span<const snmp::ProfilePtr> profiles, const std::string& name,
                 std::ostream& out, std::ostream& err);

/// Checks files as if they were in the last of `directories`, where the profiles are that they
/// extend. Mistakes go to `err` as FILE:LINE:COL; 2 if there are any.
int check_profiles(std::span<const std::string> files, std::span<const std::string> directories,
                   std::ostream& out, std::ostream& err);

}  // namespace commune
