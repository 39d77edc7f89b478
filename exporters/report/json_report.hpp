// A report as one JSON object (metadata, definitions, rows) or as GeoJSON (RFC 7946).
#pragma once

#include <iosfwd>

#include "exporters/report/history_input.hpp"

namespace commune::report {

Result<void> write_json(const HistoryInput& input, std::ostream& out);

/// Coverage: one feature a site, with its figures by access. Outages and quality: one feature a
/// row, at its site. A site without coordinates has null geometry.
Result<void> write_geojson(const HistoryInput& input, std::ostream& out);

}  // namespace commune::report
