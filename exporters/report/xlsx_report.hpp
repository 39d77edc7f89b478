// A report as a workbook for planners: figures, outages, what was not measured, definitions.
#pragma once

#include <iosfwd>

#include "exporters/report/history_input.hpp"

namespace commune::report {

/// Goes through a temporary file, a row at a time. Fails beyond the 1,048,576 rows of a sheet.
Result<void> write_xlsx(const HistoryInput& input, std::ostream& out);

}  // namespace commune::report
