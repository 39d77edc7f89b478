// The rows of one device in the order of their OIDs, with fast lookup of a row and its successor.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "tests/simulator/snmp/value.hpp"

namespace commune::simulator {

/// Immutable; shared by devices with the same walk.
class MibTree {
 public:
  MibTree() = default;
  /// Each OID at most once.
  explicit MibTree(std::vector<Row> rows);

  std::size_t size() const { return rows_.size(); }
  const Row& row(std::size_t position) const { return rows_[position]; }
  /// The row's OID as BER content.
  const std::string& encoded_oid(std::size_t position) const { return encoded_[position]; }

  /// The first row at or after `oid`; size() if there is none.
  std::size_t at_or_after(const Oid& oid) const;
  /// The first row after `oid`; size() if there is none.
  std::size_t after(const Oid& oid) const;
  /// size() if there is none.
  std::size_t find(const Oid& oid) const;
  bool has_below(const Oid& prefix) const;

  /// A tree in which these rows replace those with the same OID, or are added.
  MibTree with(const std::vector<Row>& changes) const;
  /// A copy without these rows; the OIDs are in order.
  MibTree without(const std::vector<Oid>& gone) const;

 private:
  std::vector<Row> rows_;
  std::vector<std::string> encoded_;
};

}  // namespace commune::simulator
