// How much to ask of a device at once: learnt from what it could answer. Pure.
#pragma once

#include <cstddef>

namespace commune::snmp {

/// One for each device; kept between polls.
class BulkSize {
 public:
  explicit BulkSize(int max_repetitions) : ceiling_(max_repetitions) {}

  /// Rows to ask of each of `columns` columns when `rows_left` are expected: one more than
  /// expected, so that the end of the table comes in the same reply, within what the device and one
  /// datagram can carry.
  int repetitions(std::size_t rows_left, std::size_t columns) const;

  /// Columns to ask for at once.
  std::size_t columns() const { return columns_; }

  /// The device said tooBig, or nothing at all: half of it next time. Rows first, then columns.
  void halve(int repetitions_asked);

  /// A full reply came: after many of them the limit is tried a step higher.
  void answered();

  /// False once GETBULK failed even for one row of one column: the device is asked by GETNEXT.
  bool bulk_works() const { return bulk_works_; }
  void bulk_failed() { bulk_works_ = false; }

 private:
  int ceiling_;
  int limit_ = 255;
  std::size_t columns_ = 8;
  int good_replies_ = 0;
  bool bulk_works_ = true;
};

}  // namespace commune::snmp
