#include "exporters/report/csv_table.hpp"

#include <ostream>

#include <fmt/format.h>

namespace commune::report {
namespace {

struct Field {
  Columns words;

  std::string operator()(std::monostate) const { return {}; }
  std::string operator()(const Word& word) const {
    return csv_field(words == Columns::machine ? word.key : word.text);
  }
  std::string operator()(const Words& list) const {
    std::string all;
    for (const auto& word : list) {
      if (!all.empty()) all += words == Columns::machine ? ";" : "; ";
      all += words == Columns::machine ? word.key : word.text;
    }
    return csv_field(all);
  }
  std::string operator()(const WrittenTime& time) const { return time.text; }
  std::string operator()(Milliseconds time) const { return seconds_text(time); }
  std::string operator()(Ratio ratio) const { return ratio_text(ratio); }
  std::string operator()(std::uint64_t count) const { return fmt::format("{}", count); }
  std::string operator()(Decimal number) const {
    return fmt::format("{:.{}f}", number.value, number.digits);
  }
  std::string operator()(bool truth) const {
    switch (words) {
      case Columns::vi:
        return truth ? "có" : "không";
      case Columns::en:
        return truth ? "yes" : "no";
      case Columns::machine:
        break;
    }
    return truth ? "true" : "false";
  }
};

}  // namespace

std::string csv_field(std::string_view text) {
  std::string safe(text);
  if (!safe.empty() && std::string_view("=+-@\t\r").find(safe.front()) != std::string_view::npos)
    safe.insert(0, "'");
  if (safe.find_first_of(",\"\r\n") == std::string::npos) return safe;
  std::string quoted = "\"";
  for (const char letter : safe) {
    if (letter == '"') quoted += '"';
    quoted += letter;
  }
  return quoted + '"';
}

void CsvTable::header(std::span<const Column> columns) {
  out_ << "\xEF\xBB\xBF";
  std::string_view separator;
  for (const auto& column : columns) {
    out_ << separator
         << csv_field(words_ == Columns::vi   ? column.vi
                      : words_ == Columns::en ? column.en
                                              : column.key);
    separator = ",";
  }
  out_ << "\r\n";
}

void CsvTable::row(std::span<const Cell> cells) {
  line_.clear();
  for (const auto& cell : cells) {
    line_ += std::visit(Field{words_}, cell);
    line_ += ',';
  }
  line_.pop_back();
  out_ << line_ << "\r\n";
}

}  // namespace commune::report
