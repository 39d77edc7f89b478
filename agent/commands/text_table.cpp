#include "agent/commands/text_table.hpp"

#include <algorithm>
#include <ostream>
#include <sstream>

namespace commune {
namespace {

std::vector<std::string> split_lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);)
    lines.push_back(line);
  return lines;
}

}  // namespace

std::size_t display_width(const std::string& text) {
  std::size_t width = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool continuation = (byte & 0xC0) == 0x80;
    // U+0300 to U+036F are CC 80 to CD AF: marks on the letter before.
    const bool combining = byte == 0xCC || (byte == 0xCD && i + 1 < text.size() &&
                                            static_cast<unsigned char>(text[i + 1]) < 0xB0);
    if (!continuation && !combining) ++width;
  }
  return width;
}

void TextTable::print(std::ostream& out, std::size_t indent) const {
  struct Column {
    std::size_t position;
    std::size_t width = 0;
    std::vector<std::string> heading;
  };
  std::vector<Column> columns;
  std::size_t heading_lines = 0;
  for (std::size_t c = 0; c < headings_.size(); ++c) {
    if (std::all_of(rows_.begin(), rows_.end(), [c](const auto& row) { return row[c].empty(); }))
      continue;
    Column column{c, 0, split_lines(headings_[c].text)};
    for (const auto& line : column.heading)
      column.width = std::max(column.width, display_width(line));
    for (const auto& row : rows_)
      column.width = std::max(column.width, display_width(row[c]));
    heading_lines = std::max(heading_lines, column.heading.size());
    columns.push_back(std::move(column));
  }

  const auto print_line = [&](const auto& cell_of) {
    std::string line(indent, ' ');
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const std::string& cell = cell_of(columns[i]);
      const std::size_t padding = columns[i].width - display_width(cell);
      const bool right = headings_[columns[i].position].align == Align::right;
      if (i > 0) line += "  ";
      if (right) line.append(padding, ' ');
      line += cell;
      if (!right) line.append(padding, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out << line << '\n';
  };
  static const std::string kEmpty;
  for (std::size_t l = 0; l < heading_lines; ++l)
    print_line([&](const Column& column) -> const std::string& {
      // Headings are aligned at the bottom: short ones begin further down.
      const std::size_t missing = heading_lines - column.heading.size();
      return l < missing ? kEmpty : column.heading[l - missing];
    });
  for (const auto& row : rows_)
    print_line([&](const Column& column) -> const std::string& { return row[column.position]; });
}

}  // namespace commune
