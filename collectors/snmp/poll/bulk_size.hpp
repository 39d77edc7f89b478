// How much to ask of a device at once, learnt from its answers. Pure.
#pragma once

#include <cstddef>

namespace commune::snmp {

/// One for each device; kept between polls. A lost packet and a reply that is too large both look
/// like a timeout, so one timeout changes nothing. The size shrinks only when full requests fail
/// again and again while smaller ones are answered; on a line that loses a third of its packets it
/// stays the same.
class BulkSize {
 public:
  /// Columns to ask for at once at most.
  static constexpr std::size_t kMostColumns = 12;

  explicit BulkSize(int max_repetitions) : ceiling_(max_repetitions) {}

  /// Rows to ask of each of `columns` columns when `rows_left` are expected: one more than
  /// expected, so that the end of the table comes in the same reply, within what the device and one
  /// datagram can carry.
  int repetitions(std::size_t rows_left, std::size_t columns) const;

  /// Columns to ask for at once.
  std::size_t columns() const { return columns_; }

  /// The device answered tooBig: halves the size, rows first, then columns.
  void halve(int repetitions_asked);

  /// A full request was answered at the first attempt. After many of them the size is doubled.
  void answered();

  /// A full request was answered when it was repeated: packets are lost, its size is not at fault.
  void answered_when_repeated() {
    ever_answered_ = true;
    failures_in_a_row_ = 0;
  }

  /// A full request was not answered, whether or not a smaller one was. The second time in a row
  /// the size is halved; a device that never answered a GETBULK is asked by GETNEXT from then on.
  void not_answered(int repetitions_asked);

  /// False: the device is asked by GETNEXT.
  bool bulk_works() const { return bulk_works_; }

  /// A GETNEXT was answered in place of a GETBULK. After a thousand of them GETBULK is tried again.
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
