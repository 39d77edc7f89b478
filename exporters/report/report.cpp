#include "exporters/report/report.hpp"

#include <ostream>

#include "exporters/report/csv_table.hpp"
#include "exporters/report/json_report.hpp"
#include "exporters/report/source.hpp"
#include "exporters/report/xlsx_report.hpp"

namespace commune::report {
namespace {

Result<void> write_csv(const Source& source, std::ostream& out) {
  CsvTable table(out, source.request.columns);
  table.header(columns_of(source.request.topic));
  return each_row(source, source.request.topic, [&](const Cells& row) { table.row(row); });
}

Result<void> write(const Source& source, std::ostream& out) {
  switch (source.request.format) {
    case Format::csv:
      return write_csv(source, out);
    case Format::json:
      return write_json(source, out);
    case Format::geojson:
      return write_geojson(source, out);
    case Format::xlsx:
      break;
  }
  return write_xlsx(source, out);
}

}  // namespace

Result<void> check_request(const Inventory& inventory, const Request& request) {
  if (request.level != Level::site) {
    if (request.topic != Topic::coverage)
      return fail("", "{} are told by site alone (--level site)", to_string(request.topic));
    if (request.format == Format::geojson)
      return fail("", "a map shows sites: geojson goes with --level site");
    if (!request.sites.empty()) return fail("", "--site goes with --level site");
  }
  return check_places(inventory, request);
}

Result<void> write_report(HistoryReader& reader, const Inventory& inventory,
                          const Calendar& calendar, const Request& request, std::ostream& out) {
  if (auto right = check_request(inventory, request); !right) return right;
  const auto source = open_source(reader, inventory, calendar, request);
  if (!source) return tl::unexpected(source.error());
  if (auto written = write(*source, out); !written) return written;
  if (!out.flush()) return fail("", "could not write the file (is the disk full?)");
  return {};
}

}  // namespace commune::report
