// One [table.NAME] of a profile file.
#pragma once

#include "agent/settings/profiles/profile_origin.hpp"

namespace commune::settings {

snmp::Table read_profile_table(const Value& value, ProfileNotes& notes);

}  // namespace commune::settings
