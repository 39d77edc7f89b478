// Names and descriptions of a table's rows, kept from one poll to the next, packed: a hub holds
// them for tens of thousands of rows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "collectors/snmp/profile/polled_table.hpp"

namespace commune::snmp {

/// Rows of polled_table.hpp, packed into octets. One thread at a time.
class ConstantRows {
 public:
  ConstantRows() = default;
  explicit ConstantRows(const Rows& rows);

  std::size_t size() const { return size_; }

  /// All rows, as they were given.
  Rows unpacked() const;

  /// Writes the values of each row into the row of the same index, where there is one: the first to
  /// `positions[0]`, and so on. Every position lies within the row; values without a position are
  /// left out.
  void lay_into(Rows& rows, std::span<const std::size_t> positions) const;

 private:
  std::vector<std::uint8_t> octets_;
  std::size_t size_ = 0;
};

}  // namespace commune::snmp
