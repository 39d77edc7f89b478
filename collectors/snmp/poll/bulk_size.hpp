// How much to ask of a device at once: learnt from what it could answer. Pure.
#pragma once

#include <cstddef>

namespace commune::snmp {

/// One for each device; kept between polls. Lost packets and replies that are too large look the
/// same, a timeout. So one timeout changes nothing: only when a full request fails again and again,
/// while less of it is answered, the size shrinks; on a line that loses a third of its packets it
/// stays as it was.
class BulkSize {
 public:
  /// Columns that are asked for at once while all goes well.
  static constexpr std::size_t kMostColumns = 12;

  explicit BulkSize(int max_repetitions) : ceiling_(max_repetitions) {}

  /// Rows to ask of each of `columns` columns when `rows_left` are expected: one more than
  /// expected, so that the end of the table comes in the same reply, within what the device and one
  /// datagram can carry.
  int repetitions(std::size_t rows_left, std::size_t columns) const;

  /// Columns to ask for at once.
  std::size_t columns() const { return columns_; }

  /// The device said tooBig: half of it from now on. Rows first, then columns.
  void halve(int repetitions_asked);

  /// A full request was answered at once: after many of them the limit is tried a step higher.
  void answered();

  /// A full request was answered when it was repeated: packets are lost, its size is not at fault.
  void answered_when_repeated() {
    ever_answered_ = true;
    failures_in_a_row_ = 0;
  }

  /// A full request was not answered, be it that less of it was or that nothing was. The second
  /// time in a row it is halved; a device that never answered a GETBULK is asked by GETNEXT.
  void not_answered(int repetitions_asked);

  /// False: the device is asked by GETNEXT.
  bool bulk_works() const { return bulk_works_; }

  /// A GETNEXT was answered where GETBULK is given up: after a thousand of them it gets another
  /// chance.
  void answered_by_get_next();

 private:
  int ceiling_;
  int limit_ = 255;
  std::size_t columns_ = kMostColumns;
  int good_replies_ = 0;
  int failures_in_a_row_ = 0;
  bool ever_answered_ = false;
  bool bulk_works_ = true;
};

}  // namespace commune::snmp
