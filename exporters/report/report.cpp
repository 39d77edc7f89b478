#include "exporters/report/report.hpp"

#include <ostream>

#include "exporters/report/csv_table.hpp"
#include "exporters/report/history_input.hpp"
#include "exporters/report/json_report.hpp"
#include "exporters/report/xlsx_report.hpp"

namespace commune::report {
namespace {

Result<void> write_csv(const HistoryInput& input, std::ostream& out) {
  CsvTable table(out, input.request.columns);
  table.header(columns_of(input.request.topic));
  return each_row(input, input.request.topic, [&](const Cells& row) { table.row(row); });
}

Result<void> write(const HistoryInput& input, std::ostream& out) {
  switch (input.request.format) {
    case Format::csv:
      return write_csv(input, out);
    case Format::json:
      return write_json(input, out);
    case Format::geojson:
      return write_geojson(input, out);
    case Format::xlsx:
      break;
  }
  return write_xlsx(input, out);
}

}  // namespace

Result<void> check_request(const Inventory& inventory, const Request& request) {
  if (request.level != Level::site) {
    if (request.topic != Topic::coverage)
      return fail("", "{} are reported by site alone (--level site)", to_string(request.topic));
    if (request.format == Format::geojson)
      return fail("", "a map shows sites: geojson goes with --level site");
    if (!request.sites.empty()) return fail("", "--site goes with --level site");
  }
  return check_places(inventory, request);
}

Result<void> write_report(HistoryReader& reader, const Inventory& inventory,
                          const Calendar& calendar, const Request& request, std::ostream& out) {
  if (auto right = check_request(inventory, request); !right) return right;
  const auto input = open_history_input(reader, inventory, calendar, request);
  if (!input) return tl::unexpected(input.error());
  if (auto written = write(*input, out); !written) return written;
  if (!out.flush()) return fail("", "could not write the file (is the disk full?)");
  return {};
}

}  // namespace commune::report
