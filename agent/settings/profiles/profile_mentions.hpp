// Looks up the names that a profile file uses, once the profile is whole.
#pragma once

#include <string_view>

#include "agent/settings/profiles/profile_file.hpp"

namespace commune::settings {

/// Adds to the draft's findings what its mentions get wrong in `whole`: the same profile with the
/// tables it inherits.
void check_mentions(ProfileDraft& draft, const snmp::Profile& whole);

/// Adds what `owner`, a table or part of the identity that `definer` holds, gets wrong in `whole`
/// and did not in `parent`, which handed it down: the draft left out or replaced what it needs. The
/// place is the draft's, which alone can mend it.
void check_inherited(ProfileDraft& draft, const snmp::Profile& whole, std::string_view owner,
                     const ProfileDraft& definer, const snmp::Profile& parent);

}  // namespace commune::settings
