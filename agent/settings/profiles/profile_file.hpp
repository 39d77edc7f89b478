// One device profile out of its TOML file (docs/adding-a-profile.md is the manual). Names of tables
// and columns are only noted: what they stand for is known once `extends` is folded in, which is
// the library's work (profile_library.hpp).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agent/settings/toml/findings.hpp"
#include "agent/settings/toml/toml_file.hpp"
#include "collectors/snmp/profile/profile.hpp"
#include "core/model/result.hpp"

namespace commune::settings {

/// A name that a rule uses, to be looked up in the finished profile.
struct Mention {
  enum class Kind : std::uint8_t {
    field,       ///< A column, index part, joined or computed value of `table`.
    expression,  ///< Arithmetic over fields of `table`.
    label,       ///< A label of `table`, which one of its quantities should show.
  };
  Kind kind = Kind::field;
  Place place;
  std::string owner;  ///< The table whose rule it is; or "identity.model", "identity.firmware".
  std::string table;  ///< Where the name is looked up.
  std::string name;
};

/// What a file says, mistakes included: those of names are found only later, and all are told at
/// once.
struct ProfileDraft {
  std::shared_ptr<const Value> toml;  ///< `findings` refer to it.
  Findings findings;
  snmp::Profile profile;
  std::vector<std::string> without;  ///< Inherited tables that are left out.
  Place extends_place, without_place;
  std::vector<Mention> mentions;

  /// Where the file speaks of the table; empty where it does not.
  std::optional<Place> table_place(std::string_view table) const;
};

/// The profile is called after the file. Fails only where the file cannot be read as TOML.
Result<ProfileDraft> read_profile(const std::string& path);

/// The same from memory; `path` stands for the file.
Result<ProfileDraft> parse_profile(std::string_view text, const std::string& path);

}  // namespace commune::settings
