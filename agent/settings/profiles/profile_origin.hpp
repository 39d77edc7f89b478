// Parts that labels, joins, identity and filters of a profile file have in common.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "agent/settings/profiles/profile_file.hpp"
#include "agent/settings/toml/toml_reader.hpp"

namespace commune::settings {

/// Collects names while a file is read.
struct ProfileNotes {
  Findings& findings;
  std::vector<Mention>& mentions;
  std::string owner;  ///< Mention::owner of the rule that is being read.

  void field(const Place& place, const std::string& table, std::string name) {
    add(Mention::Kind::field, place, table, std::move(name));
  }
  void add(Mention::Kind kind, const Place& place, const std::string& table, std::string name) {
    mentions.push_back({kind, place, owner, table, std::move(name)});
  }
};

std::optional<snmp::Pattern> read_pattern(const TableReader& reader, std::string_view key);
std::optional<snmp::Oid> read_oid(const Value& value, Findings& findings);

/// `where.FIELD = "text"`, a list of texts, or a table of conditions.
std::vector<snmp::RowFilter> read_filters(const TableReader& reader, const std::string& table,
                                          ProfileNotes& notes);

/// A field's name, an origin table, or a list of either. `table` is the table that the rule belongs
/// to; empty for identity, whose names are "table.field".
std::vector<snmp::Origin> read_origins(const Value& value, const std::string& table,
                                       ProfileNotes& notes);

}  // namespace commune::settings
