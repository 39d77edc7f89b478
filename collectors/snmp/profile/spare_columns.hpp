// Columns of a table that need not be read while others have a value in every row. Pure.
#pragma once

#include <cstddef>
#include <vector>

#include "collectors/snmp/profile/polled_table.hpp"
#include "collectors/snmp/profile/profile.hpp"

namespace commune::snmp {

/// A column that is used only where another has no value, such as ifInOctets where ifHCInOctets is
/// missing. Positions in Table::columns.
struct Spare {
  std::size_t column = 0;
  std::size_t in_place_of = 0;

  friend bool operator==(const Spare&, const Spare&) = default;
};

/// The changing columns of profile.tables[table] that the profile names once only: as the second
/// choice of a reading.
std::vector<Spare> spare_columns(const Profile& profile, std::size_t table);

/// True when no row lacks a number where the spares would stand in for it.
bool are_spare(const std::vector<Spare>& spares, const Rows& rows);

}  // namespace commune::snmp
