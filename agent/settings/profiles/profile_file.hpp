// Reads one device profile from its TOML file (docs/adding-a-profile.md is the manual). Names of
// tables and columns are only noted: the library (profile_library.hpp) resolves them after it has
// merged `extends`.
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
    label,       ///< A label of `table` that at least one of its quantities must show.
  };
  Kind kind = Kind::field;
  Place place;
  std::string owner;  ///< The table that contains the rule; or "identity.model",
                      ///< "identity.firmware".
  std::string table;  ///< The table that contains the name.
  std::string name;
};

/// The content of a file with its mistakes. Mistakes in names are found later; all are reported at
/// once.
struct ProfileDraft {
  std::shared_ptr<const Value> toml;  ///< Referred to by `findings`.
  Findings findings;
  snmp::Profile profile;
  std::vector<std::string> without;  ///< Inherited tables that are left out.
  Place extends_place, without_place;
  std::vector<Mention> mentions;

  /// Where the file defines the table; empty if it does not.
  std::optional<Place> table_place(std::string_view table) const;
};

/// The profile has the name of the file. Fails only if the file cannot be read as TOML.
Result<ProfileDraft> read_profile(const std::string& path);

/// The same from memory; `path` stands for the file.
Result<ProfileDraft> parse_profile(std::string_view text, const std::string& path);

}  // namespace commune::settings
