// Walks some columns of one table side by side: makes the next request and reads the replies. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "collectors/snmp/profile/polled_table.hpp"
#include "collectors/snmp/session/session.hpp"

namespace commune::snmp {

/// A table beyond these limits is treated as endless.
struct WalkLimits {
  std::size_t rows = 10'000;
  std::size_t bytes = 4 << 20;
};

/// Positions of the walked columns in the resulting rows.
struct RowLayout {
  std::vector<std::size_t> positions;  ///< One for each column, in order; each below `width`.
  std::size_t width = 0;
};

/// Rows of so many columns, in their order.
RowLayout side_by_side(std::size_t columns);

/// Each column has its own cursor, so a gap in one does not shift the values of the others. An OID
/// that does not increase ends its column, a table over the limits ends the walk; both are
/// failures, and the rows read before are kept.
class Walk {
 public:
  Walk(const std::vector<Oid>& columns, RowLayout layout, WalkLimits limits = {});
  explicit Walk(const std::vector<Oid>& columns, WalkLimits limits = {})
      : Walk(columns, side_by_side(columns.size()), limits) {}

  /// The last row of the previous walk of the same columns. Once all columns are at it, only one of
  /// them is asked whether the table continues.
  void expect_last(const Oid& index) { expected_last_ = index; }

  bool done() const;

  /// The request for what is still missing. With `use_bulk` each column is asked for
  /// `max_repetitions` rows, else for the next one. At most `columns` columns at a time, those
  /// furthest behind first.
  Request next(bool use_bulk, int max_repetitions, std::size_t columns);

  /// The smallest number of rows that a column of the last request has so far.
  std::size_t rows_taken() const;
  /// The last request asks for one row of one column, to see whether the table continues.
  bool asks_for_end() const { return asks_for_end_; }

  /// Adds the reply to the last request.
  void add_reply(VarbindList varbinds);

  /// The reply was an error about this position of the request (1-based; SNMPv1's noSuchName at the
  /// end of a table): that column ends here.
  void finish_column_at(int error_index);

  Rows& rows() { return rows_; }
  /// Empty without a failure.
  const std::string& failure() const { return failure_; }

 private:
  struct Column {
    Oid oid;
    Oid cursor;
    bool done = false;
    std::size_t rows = 0;
  };
  bool rests(const Column& column) const;
  Row& row_at(Oid index);
  void finish_column(Column& column);
  void add_varbind(std::size_t column, Varbind& varbind);
  void stop(std::string failure);

  std::vector<Column> columns_;
  std::vector<std::size_t> asked_;  // columns of the last request, in its order
  bool asks_for_end_ = false;
  RowLayout layout_;
  WalkLimits limits_;
  std::optional<Oid> expected_last_;
  std::size_t bytes_ = 0;
  Rows rows_;
  Rows::iterator last_ = rows_.end();  // the row of the varbind before: mostly the next one's too
  std::string failure_;
};

}  // namespace commune::snmp
