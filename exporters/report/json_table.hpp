// Rows as JSON objects by the contract's column names (RFC 8259).
#pragma once

#include <iosfwd>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "exporters/report/table.hpp"

namespace commune::report {

/// A JSON string, quotes included; bytes that are not UTF-8 become U+FFFD.
std::string json_text(std::string_view text);

/// `{"village":"ca","village_name":"Thôn Ca",...}`; an empty cell is null.
std::string json_object(std::span<const Column> columns, std::span<const Cell> cells);

/// One object a line, commas between them. Writes to `out`; both outlive it.
class JsonTable : public Table {
 public:
  JsonTable(std::ostream& out, std::span<const Column> columns) : out_(out), columns_(columns) {}

  void row(std::span<const Cell> cells) override;

 private:
  std::ostream& out_;
  std::span<const Column> columns_;
  bool first_ = true;
};

}  // namespace commune::report
