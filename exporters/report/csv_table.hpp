// A table as CSV: UTF-8 with a byte order mark (Excel reads Vietnamese by it), RFC 4180.
#pragma once

#include <iosfwd>
#include <span>
#include <string>
#include <string_view>

#include "exporters/report/request.hpp"
#include "exporters/report/table.hpp"

namespace commune::report {

/// Quoted where RFC 4180 wants it. A text that a spreadsheet would take for a formula gets an
/// apostrophe before it.
std::string csv_field(std::string_view text);

/// Writes to `out`, which outlives it.
class CsvTable : public Table {
 public:
  CsvTable(std::ostream& out, Columns words) : out_(out), words_(words) {}

  void header(std::span<const Column> columns);
  void row(std::span<const Cell> cells) override;

 private:
  std::ostream& out_;
  Columns words_;
  std::string line_;  ///< Kept, so that a row allocates nothing.
};

}  // namespace commune::report
