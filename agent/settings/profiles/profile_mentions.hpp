// Looks up the names that a profile file uses, after the profile is merged.
#pragma once

#include <string_view>

#include "agent/settings/profiles/profile_file.hpp"

namespace commune::settings {

/// Adds to the draft's findings the mentions that are wrong in `whole`: the same profile with the
/// tables it inherits.
void check_mentions(ProfileDraft& draft, const snmp::Profile& whole);

/// Adds the mistakes that `owner`, a table or part of the identity defined by `definer`, has in
/// `whole` but not in `parent`, from which it was inherited: the draft left out or replaced
/// something it needs. The place is in the draft, because only there it can be fixed.
void check_inherited(ProfileDraft& draft, const snmp::Profile& whole, std::string_view owner,
                     const ProfileDraft& definer, const snmp::Profile& parent);

}  // namespace commune::settings
