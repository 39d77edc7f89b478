// Rows of typed cells, and what writes them down: one description of a table serves every format.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "core/model/coverage.hpp"
#include "exporters/report/coverage_rows.hpp"
#include "exporters/report/periods.hpp"

namespace commune::report {

/// Something with an id or a word of the contract, and how people call it.
struct Word {
  std::string key, text;
};
using Words = std::vector<Word>;

struct Decimal {
  double value = 0;
  int digits = 0;  ///< After the point.
};

/// monostate: empty. Milliseconds are shown as seconds.
using Cell = std::variant<std::monostate, Word, Words, WrittenTime, Milliseconds, Ratio,
                          std::uint64_t, Decimal, bool>;
using Cells = std::vector<Cell>;

struct Column {
  std::string key;     ///< The contract's name.
  std::string vi, en;  ///< For people.
  bool named = false;  ///< Its words are ids with a name of their own.
};

/// "12", "0.5": without zeros at the end.
std::string seconds_text(Milliseconds time);
/// "0.987654": six decimals.
std::string ratio_text(Ratio ratio);

/// Takes the cells of one row after the other, in the order of its columns.
class Table {
 public:
  virtual ~Table() = default;
  virtual void row(std::span<const Cell> cells) = 0;
};

}  // namespace commune::report
