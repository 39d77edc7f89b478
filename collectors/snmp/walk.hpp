// Walks some columns of one table side by side: says what to ask next and takes what came. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "collectors/snmp/polled_table.hpp"
#include "collectors/snmp/session/session.hpp"

namespace commune::snmp {

/// What a table may cost before it is taken for endless.
struct WalkLimits {
  std::size_t rows = 10'000;
  std::size_t bytes = 4 << 20;
};

/// Columns are walked each by itself, so a column with gaps shifts no values of the others. Guards:
/// an OID that does not increase ends its column, a table over the limits ends the walk; both are
/// failures, and what came before them is kept.
class Walk {
 public:
  explicit Walk(const std::vector<Oid>& columns, WalkLimits limits = {});

  bool done() const;

  /// The request for what is still missing. With `use_bulk` each column is asked for
  /// `max_repetitions` rows, else for the next one. At most `columns` columns at a time, those
  /// furthest behind first.
  Request next(bool use_bulk, int max_repetitions, std::size_t columns);

  /// Takes the reply to the request that next() gave.
  void take(const VarbindList& varbinds);

  /// The reply was an error about this position of the request (1-based; SNMPv1's noSuchName at the
  /// end of a table): that column ends here.
  void end_column(int error_index);

  /// Rows in the order of the constructor's columns.
  Rows& rows() { return rows_; }
  /// Empty while all is well.
  const std::string& failure() const { return failure_; }

 private:
  struct Column {
    Oid oid;
    Oid cursor;
    bool done = false;
  };
  void take_one(std::size_t column, const Varbind& varbind);
  void stop(std::string failure);

  std::vector<Column> columns_;
  std::vector<std::size_t> asked_;  // columns of the last request, in its order
  WalkLimits limits_;
  std::size_t bytes_ = 0;
  Rows rows_;
  std::string failure_;
};

}  // namespace commune::snmp
