// `profiles list|show|check`: what device families there are, what is read from one, whether a new
// file is right.
#pragma once

#include <iosfwd>
#include <span>
#include <string>

#include "collectors/snmp/profile/profile.hpp"

namespace commune {

/// A table of all profiles. Returns the exit code.
int list_profiles(std::span<const snmp::ProfilePtr> profiles, std::ostream& out);

/// What the profile called `name` reads, table by table; 2 and a suggestion on `err` where there is
/// none.
int show_profile(std::span<const snmp::ProfilePtr> profiles, const std::string& name,
                 std::ostream& out, std::ostream& err);

/// Checks files as they would be if they lay in the last of `directories`, which hold what they
/// extend. Mistakes go to `err` as FILE:LINE:COL; 2 where there are any.
int check_profiles(std::span<const std::string> files, std::span<const std::string> directories,
                   std::ostream& out, std::ostream& err);

}  // namespace commune
