// Planners' files: coverage, outages and quality of a range as CSV, JSON, GeoJSON or XLSX. The same
// history and request give the same bytes. Reads no clock.
#pragma once

#include <iosfwd>

#include "core/model/history_reader.hpp"
#include "core/model/inventory.hpp"
#include "core/time/calendar.hpp"
#include "exporters/report/request.hpp"

namespace commune::report {

/// Fails where the request contradicts itself (GeoJSON of villages) or asks for
/// places that the inventory does not know. What web and command line check before they read.
Result<void> check_request(const Inventory& inventory, const Request& request);

/// Writes the whole file to `out`, a row at a time: a year needs no more memory than a day. Fails
/// before the first byte where the history holds nothing of the range (and says what it holds).
/// Names come from the inventory; what it no longer holds goes by its id. One thread at a time per
/// reader.
Result<void> write_report(HistoryReader& reader, const Inventory& inventory,
                          const Calendar& calendar, const Request& request, std::ostream& out);

}  // namespace commune::report
