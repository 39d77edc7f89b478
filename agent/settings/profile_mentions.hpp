// Looks up the names that a profile file uses, once the profile is whole.
#pragma once

#include "agent/settings/profile_file.hpp"

namespace commune::settings {

/// Adds to the draft's findings what its mentions get wrong in `whole`: the same profile with the
/// tables it inherits.
void check_mentions(ProfileDraft& draft, const snmp::Profile& whole);

}  // namespace commune::settings
