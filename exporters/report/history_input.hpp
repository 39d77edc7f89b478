// What a report is made from, and its passes over the history: filtered, by level, a row at a time.
#pragma once

#include <functional>
#include <vector>

#include "core/model/history_reader.hpp"
#include "exporters/report/coverage_rows.hpp"
#include "exporters/report/request.hpp"
#include "exporters/report/rows.hpp"

namespace commune::report {

/// All outlive the report.
struct HistoryInput {
  HistoryReader& reader;
  const Inventory& inventory;
  const Calendar& calendar;
  const Request& request;
  TimeRange extent;  ///< What the history holds.
  Names names;
};

/// Fails where the history and the request's range have nothing in common.
Result<HistoryInput> open_history_input(HistoryReader& reader, const Inventory& inventory,
                                        const Calendar& calendar, const Request& request);

/// Each subject of the request's level with its figures by period.
Result<void> each_subject(const HistoryInput& input, std::span<const PeriodBounds> periods,
                          const CoverageRows::Each& each);

/// The rows of the request's topic: of coverage those of periods that the history reaches.
Result<void> each_row(const HistoryInput& input, Topic topic,
                      const std::function<void(Cells)>& each);

/// The rows of one subject.
void coverage_rows_of(const HistoryInput& input, const Subject& subject,
                      std::span<const PeriodBounds> periods,
                      std::span<const CoverageFigures> figures,
                      const std::function<void(Cells)>& each);

/// Why one subject was not measured, a row a cause.
void unmeasured_rows_of(const HistoryInput& input, const Subject& subject,
                        std::span<const CoverageFigures> figures,
                        const std::function<void(Cells)>& each);

const std::vector<Column>& columns_of(Topic topic);

}  // namespace commune::report
