#include "exporters/report/xlsx_report.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <memory>
#include <ostream>

#include "exporters/report/table.hpp"
#include "exporters/report/temporary_file.hpp"
#include "exporters/report/words.hpp"

#include <xlsxwriter.h>

namespace commune::report {
namespace {

struct Formats {
  lxw_format* head;
  lxw_format* time;
  lxw_format* seconds;
  lxw_format* ratio;
  lxw_format* count;
  lxw_format* wrapped;
};

lxw_format* number_format(lxw_workbook* book, const char* pattern) {
  auto* format = workbook_add_format(book);
  format_set_num_format(format, pattern);
  return format;
}

Formats make_formats(lxw_workbook* book) {
  Formats formats = {workbook_add_format(book),    number_format(book, "yyyy-mm-dd hh:mm:ss"),
                     number_format(book, "#,##0"), number_format(book, "0.000%"),
                     number_format(book, "#,##0"), workbook_add_format(book)};
  format_set_bold(formats.head);
  format_set_text_wrap(formats.head);
  format_set_align(formats.head, LXW_ALIGN_VERTICAL_TOP);
  format_set_bottom(formats.head, LXW_BORDER_THIN);
  format_set_text_wrap(formats.wrapped);
  format_set_align(formats.wrapped, LXW_ALIGN_VERTICAL_TOP);
  return formats;
}

int number_at(const std::string& text, std::size_t at, std::size_t length) {
  int number = 0;
  std::from_chars(text.data() + at, text.data() + at + length, number);
  return number;
}

// The wall clock of the commune: a cell knows no offset.
lxw_datetime wall_clock(const WrittenTime& time) {
  constexpr int kMinute = 60'000;
  const auto into_minute =
      static_cast<int>(((time.time.time_since_epoch().count() % kMinute) + kMinute) % kMinute);
  return {number_at(time.text, 0, 4),  number_at(time.text, 5, 2),  number_at(time.text, 8, 2),
          number_at(time.text, 11, 2), number_at(time.text, 14, 2), into_minute / 1000.0};
}

class SheetCell {
 public:
  SheetCell(lxw_worksheet* sheet, const Formats& formats, Columns words, lxw_row_t row,
            lxw_col_t column)
      : sheet_(sheet), formats_(formats), words_(words), row_(row), column_(column) {}

  lxw_error operator()(std::monostate) const { return LXW_NO_ERROR; }
  lxw_error operator()(const Word& word) const {
    return text(words_ == Columns::machine ? word.key : word.text);
  }
  lxw_error operator()(const Words& list) const {
    std::string all;
    for (const auto& word : list)
      all += (all.empty() ? "" : "; ") + (words_ == Columns::machine ? word.key : word.text);
    return text(all);
  }
  lxw_error operator()(const WrittenTime& time) const {
    lxw_datetime clock = wall_clock(time);
    return worksheet_write_datetime(sheet_, row_, column_, &clock, formats_.time);
  }
  lxw_error operator()(Milliseconds time) const {
    return number(static_cast<double>(time.count()) / 1000.0, formats_.seconds);
  }
  lxw_error operator()(Ratio ratio) const {
    return number(static_cast<double>(ratio.millionths) / 1e6, formats_.ratio);
  }
  lxw_error operator()(std::uint64_t count) const {
    return number(static_cast<double>(count), formats_.count);
  }
  lxw_error operator()(Decimal decimal) const {
    return text_to_number(fmt::format("{:.{}f}", decimal.value, decimal.digits));
  }
  lxw_error operator()(bool truth) const {
    return worksheet_write_boolean(sheet_, row_, column_, truth ? 1 : 0, nullptr);
  }

 private:
  lxw_error text(const std::string& words) const {
    // A cell holds 32,767 letters at most.
    constexpr std::size_t kLongest = 32'000;
    if (words.empty()) return LXW_NO_ERROR;
    return worksheet_write_string(sheet_, row_, column_, words.substr(0, kLongest).c_str(),
                                  nullptr);
  }
  lxw_error number(double value, lxw_format* format) const {
    return worksheet_write_number(sheet_, row_, column_, value, format);
  }
  lxw_error text_to_number(const std::string& rounded) const {
    double value = 0;
    std::from_chars(rounded.data(), rounded.data() + rounded.size(), value);
    return number(value, nullptr);
  }

  lxw_worksheet* sheet_;
  const Formats& formats_;
  Columns words_;
  lxw_row_t row_;
  lxw_col_t column_;
};

double column_width(const Column& column) {
  constexpr double kName = 26, kTime = 19, kNumber = 13;
  if (column.named || column.key == "id" || column.key.ends_with("cause")) return kName;
  if (column.key.ends_with("start") || column.key.ends_with("end")) return kTime;
  return kNumber;
}

class SheetTable : public Table {
 public:
  SheetTable(lxw_workbook* book, const Formats& formats, const char* name,
             const std::vector<Column>& columns, Columns words)
      : sheet_(workbook_add_worksheet(book, name)),
        formats_(formats),
        columns_(columns),
        words_(words) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const auto at = static_cast<lxw_col_t>(i);
      const auto& title = words == Columns::vi   ? columns[i].vi
                          : words == Columns::en ? columns[i].en
                                                 : columns[i].key;
      worksheet_set_column(sheet_, at, at, column_width(columns[i]), nullptr);
      worksheet_write_string(sheet_, 0, at, title.c_str(), formats.head);
    }
    worksheet_freeze_panes(sheet_, 1, 0);
  }

  void row(std::span<const Cell> cells) override {
    ++row_;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const auto error = std::visit(
          SheetCell(sheet_, formats_, words_, row_, static_cast<lxw_col_t>(i)), cells[i]);
      if (error != LXW_NO_ERROR && error_ == LXW_NO_ERROR) error_ = error;
    }
  }

  /// Filter and colours, once all rows are there.
  Result<void> finish_sheet() {
    if (error_ != LXW_NO_ERROR)
      return fail("",
                  "a sheet holds 1048575 rows at most, these are {}: ask for less at a time, "
                  "or for csv ({})",
                  row_, lxw_strerror(error_));
    const auto last = static_cast<lxw_col_t>(columns_.size() - 1);
    worksheet_autofilter(sheet_, 0, 0, std::max<lxw_row_t>(row_, 1), last);
    for (std::size_t i = 0; i < columns_.size(); ++i)
      if (columns_[i].key == "availability") colour(static_cast<lxw_col_t>(i));
    return {};
  }

 private:
  void colour(lxw_col_t column) {
    constexpr lxw_color_t kRed = 0xF8696B, kYellow = 0xFFEB84, kGreen = 0x63BE7B;
    lxw_conditional_format scale = {};
    scale.type = LXW_CONDITIONAL_3_COLOR_SCALE;
    scale.min_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER;
    scale.mid_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER;
    scale.max_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER;
    scale.min_value = 0.9;
    scale.mid_value = 0.98;
    scale.max_value = 1;
    scale.min_color = kRed;
    scale.mid_color = kYellow;
    scale.max_color = kGreen;
    worksheet_conditional_format_range(sheet_, 1, column, std::max<lxw_row_t>(row_, 1), column,
                                       &scale);
  }

  lxw_worksheet* sheet_;
  const Formats& formats_;
  const std::vector<Column>& columns_;
  Columns words_;
  lxw_row_t row_ = 0;
  lxw_error error_ = LXW_NO_ERROR;
};

struct SheetNames {
  Pair coverage{"Phủ sóng", "Coverage"}, outages{"Mất dịch vụ", "Outages"},
      quality{"Chất lượng", "Quality"}, unmeasured{"Không đo được", "Not measured"},
      definitions{"Giải thích", "Definitions"};
};

const char* name(const Pair& pair, const Request& request) {
  return pair.in(request.language).data();
}

Result<void> write_table(const HistoryInput& input, Topic topic, const Pair& title,
                         lxw_workbook* book, const Formats& formats) {
  SheetTable table(book, formats, name(title, input.request), columns_of(topic),
                   input.request.columns);
  auto read = each_row(input, topic, [&](const Cells& row) { table.row(row); });
  if (!read) return read;
  return table.finish_sheet();
}

Result<void> write_coverage_sheets(const HistoryInput& input, lxw_workbook* book,
                                   const Formats& formats) {
  const SheetNames names;
  const auto& request = input.request;
  const auto bounds = periods(input.calendar, request.by, request.range);
  SheetTable table(book, formats, name(names.coverage, request), coverage_columns(),
                   request.columns);
  std::vector<Cells> unmeasured;
  auto read = each_subject(
      input, bounds, [&](const Subject& subject, std::span<const CoverageFigures> figures) {
        coverage_rows_of(input, subject, bounds, figures,
                         [&](const Cells& row) { table.row(row); });
        unmeasured_rows_of(input, subject, figures,
                           [&](Cells row) { unmeasured.push_back(std::move(row)); });
      });
  if (!read) return read;
  if (auto ended = table.finish_sheet(); !ended) return ended;
  if (auto outages = write_table(input, Topic::outages, names.outages, book, formats); !outages)
    return outages;
  SheetTable reasons(book, formats, name(names.unmeasured, request), unmeasured_columns(),
                     request.columns);
  for (const auto& row : unmeasured)
    reasons.row(row);
  return reasons.finish_sheet();
}

std::string titles_of(std::string_view keys, const HistoryInput& input) {
  const auto& columns = columns_of(input.request.topic);
  if (input.request.columns == Columns::machine) return std::string(keys);
  std::string titles(keys);
  for (const auto& column : columns)
    for (std::size_t at = 0; (at = titles.find(column.key, at)) != std::string::npos;) {
      const auto& title = input.request.columns == Columns::vi ? column.vi : column.en;
      const std::size_t end = at + column.key.size();
      const bool whole =
          (at == 0 || titles[at - 1] == ' ') && (end == titles.size() || titles[end] == ',');
      if (!whole) {
        at = end;
        continue;
      }
      titles.replace(at, column.key.size(), title);
      at += title.size();
    }
  return titles;
}

void write_definitions(const HistoryInput& input, lxw_workbook* book, const Formats& formats) {
  const auto& request = input.request;
  auto* sheet = workbook_add_worksheet(book, name(SheetNames{}.definitions, request));
  constexpr double kTerm = 34, kText = 100;
  worksheet_set_column(sheet, 0, 0, kTerm, nullptr);
  worksheet_set_column(sheet, 1, 1, kText, nullptr);
  lxw_row_t row = 0;
  const auto line = [&](const std::string& term, const std::string& text) {
    worksheet_write_string(sheet, row, 0, term.c_str(), formats.wrapped);
    worksheet_write_string(sheet, row++, 1, text.c_str(), formats.wrapped);
  };
  const auto time = [&](LedgerTime at) { return input.calendar.exact_text(at); };
  const auto say = [&](Pair pair) { return std::string(pair.in(request.language)); };
  if (!input.inventory.commune_name.empty())
    line(say({"Xã", "Commune"}), input.inventory.commune_name);
  line(say({"Khoảng thời gian", "Range"}),
       time(request.range.from) + " – " + time(request.range.to));
  line(say({"Lịch sử có từ – đến", "History from – to"}),
       time(input.extent.from) + " – " + time(input.extent.to));
  line(say({"Múi giờ", "Time zone"}), input.inventory.timezone);
  for (const auto& [column, text] : definitions(request.topic))
    line(titles_of(column, input), std::string(text.in(request.language)));
}

Result<void> write_book(const HistoryInput& input, lxw_workbook* book) {
  const Formats formats = make_formats(book);
  lxw_doc_properties properties = {};
  // The file is as old as the end of its range, so that the same history gives the same bytes.
  properties.created = std::chrono::system_clock::to_time_t(
      std::chrono::time_point_cast<std::chrono::system_clock::duration>(input.request.range.to));
  workbook_set_properties(book, &properties);
  const SheetNames names;
  Result<void> written;
  switch (input.request.topic) {
    case Topic::coverage:
      written = write_coverage_sheets(input, book, formats);
      break;
    case Topic::outages:
      written = write_table(input, Topic::outages, names.outages, book, formats);
      break;
    case Topic::quality:
      written = write_table(input, Topic::quality, names.quality, book, formats);
      break;
  }
  if (!written) return written;
  write_definitions(input, book, formats);
  return {};
}

}  // namespace

Result<void> write_xlsx(const HistoryInput& input, std::ostream& out) {
  const auto file = TemporaryFile::make();
  if (!file) return tl::unexpected(file.error());
  lxw_workbook_options options = {};
  options.constant_memory = LXW_TRUE;
  lxw_workbook* book = workbook_new_opt(file->path().c_str(), &options);
  if (book == nullptr) return fail(file->path(), "no workbook can be made there");
  auto written = write_book(input, book);
  // Closing also frees, so it comes first whatever happened.
  const auto closed = workbook_close(book);
  if (!written) return written;
  if (closed != LXW_NO_ERROR) return fail(file->path(), "{}", lxw_strerror(closed));
  std::ifstream in(file->path(), std::ios::binary);
  out << in.rdbuf();
  return {};
}

}  // namespace commune::report
