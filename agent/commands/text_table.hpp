// Tables for the terminal: columns as wide as their widest cell, numbers to the right.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace commune {

/// Every row has as many cells as there are headings. A heading may have several lines
/// ("receive\nbytes").
class TextTable {
 public:
  enum class Align { left, right };
  struct Heading {
    std::string text;
    Align align = Align::left;
  };

  explicit TextTable(std::vector<Heading> headings) : headings_(std::move(headings)) {}

  void add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  bool empty() const { return rows_.empty(); }

  /// Columns without any text are left out. `indent` blanks before each line.
  void print(std::ostream& out, std::size_t indent = 0) const;

 private:
  std::vector<Heading> headings_;
  std::vector<std::vector<std::string>> rows_;
};

/// Columns a terminal needs for UTF-8 text: one for each character, none for combining marks.
std::size_t display_width(const std::string& text);

}  // namespace commune
