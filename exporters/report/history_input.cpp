#include "exporters/report/history_input.hpp"

#include <algorithm>

#include "exporters/report/quality_rows.hpp"
#include "exporters/report/words.hpp"

namespace commune::report {
namespace {

// An outage is reported whole. If its cause changes beyond the range, it continues in an interval
// that the range does not touch; the search for that interval goes so much further.
constexpr std::chrono::hours kLookAhead(24 * 7);

bool fits(const Request& request, const Subject& subject) {
  if (request.level == Level::site)
    return !subject.is_village() && wanted(request, subject.village, subject.site);
  return subject.is_village() &&
         (request.villages.empty() || std::find(request.villages.begin(), request.villages.end(),
                                                subject.village) != request.villages.end());
}

std::size_t expected_subjects(const HistoryInput& input) {
  if (input.request.level != Level::site) return input.inventory.villages.size();
  std::size_t count = 0;
  for (const auto& site : input.inventory.sites)
    if (wanted(input.request, site.village, site.id)) count += site.accesses.size();
  return count;
}

// Progress of passes that go by time.
void report_progress(const Request& request, LedgerTime at) {
  if (!request.progress) return;
  const auto& [from, to] = request.range;
  request.progress(std::clamp(seconds(at - from) / seconds(to - from), 0.0, 1.0));
}

// Hours are cut by every zone's calendar, days by that of UTC alone. Zones of half hours are why
// hourly figures come from shorter rows.
RollUp roll_up_for(Period by) {
  return by == Period::hour ? RollUp::five_minutes : RollUp::hour;
}

Result<void> each_quality_row(const HistoryInput& input, const std::function<void(Cells)>& each) {
  const auto& request = input.request;
  const auto bounds = periods(input.calendar, request.by, request.range);
  QualityRows rows(bounds, [&](const PeriodBounds& period, const Quality& row) {
    report_progress(request, period.to.time);
    each(quality_cells(input.names, period, row));
  });
  auto read = input.reader.quality(roll_up_for(request.by), request.range, [&](const Quality& row) {
    if (wanted(request, row.village, row.site)) rows.add(row);
  });
  if (read) rows.end_period();
  return read;
}

Result<void> each_outage_row(const HistoryInput& input, const std::function<void(Cells)>& each) {
  return input.reader.outages(input.request.range, [&](const Outage& outage) {
    report_progress(input.request, outage.start);
    if (wanted(input.request, outage.subject.village, outage.subject.site))
      each(outage_cells(input.names, input.calendar, input.extent.to, outage));
  });
}

}  // namespace

Result<HistoryInput> open_history_input(HistoryReader& reader, const Inventory& inventory,
                                        const Calendar& calendar, const Request& request) {
  const auto extent = reader.extent();
  if (!extent) return tl::unexpected(extent.error());
  if (!*extent) return fail("", "the history holds nothing yet");
  const auto& [from, to] = **extent;
  if (to <= request.range.from || from >= request.range.to)
    return fail("", "there is nothing from {} to {}: the history holds {} to {}",
                calendar.text(request.range.from), calendar.text(request.range.to),
                calendar.text(from), calendar.text(to));
  return HistoryInput{reader,
                      inventory,
                      calendar,
                      request,
                      **extent,
                      Names(inventory, request.columns == Columns::en   ? Language::en
                                       : request.columns == Columns::vi ? Language::vi
                                                                        : request.language)};
}

Result<void> each_subject(const HistoryInput& input, std::span<const PeriodBounds> periods,
                          const CoverageRows::Each& each) {
  const auto& request = input.request;
  const std::size_t expected = expected_subjects(input);
  std::size_t done = 0;
  std::vector<CoverageFigures> commune(periods.size());
  CoverageRows rows(periods, [&](const Subject& subject, std::span<const CoverageFigures> figures) {
    ++done;
    if (request.progress && expected > 0)
      request.progress(std::min(1.0, static_cast<double>(done) / static_cast<double>(expected)));
    if (request.level != Level::commune) return each(subject, figures);
    for (std::size_t i = 0; i < figures.size(); ++i)
      commune[i] += figures[i];
  });
  const TimeRange range = {
      request.range.from,
      std::max(request.range.to, std::min(request.range.to + kLookAhead, input.extent.to))};
  auto read = input.reader.intervals(range, [&](const Interval& interval) {
    if (fits(request, interval.subject)) rows.add(interval);
  });
  if (!read) return read;
  rows.end_subject();
  if (request.level == Level::commune) each(Subject{}, commune);
  return {};
}

void coverage_rows_of(const HistoryInput& input, const Subject& subject,
                      std::span<const PeriodBounds> periods,
                      std::span<const CoverageFigures> figures,
                      const std::function<void(Cells)>& each) {
  for (std::size_t i = 0; i < periods.size(); ++i)
    if (periods[i].to.time > input.extent.from && periods[i].from.time < input.extent.to)
      each(coverage_cells(input.names, subject, periods[i], figures[i]));
}

void unmeasured_rows_of(const HistoryInput& input, const Subject& subject,
                        std::span<const CoverageFigures> figures,
                        const std::function<void(Cells)>& each) {
  CoverageFigures all;
  for (const auto& period : figures)
    all += period;
  for (std::size_t i = 0; i < kCauseCount; ++i)
    if (all.unmeasured_causes.at(i).count() > 0)
      each({input.names.village(subject.village), input.names.site(subject.site),
            input.names.access(subject), input.names.cause(static_cast<Cause>(i)),
            all.unmeasured_causes.at(i)});
}

Result<void> each_row(const HistoryInput& input, Topic topic,
                      const std::function<void(Cells)>& each) {
  if (topic == Topic::outages) return each_outage_row(input, each);
  if (topic == Topic::quality) return each_quality_row(input, each);
  const auto bounds = periods(input.calendar, input.request.by, input.request.range);
  return each_subject(input, bounds,
                      [&](const Subject& subject, std::span<const CoverageFigures> figures) {
                        coverage_rows_of(input, subject, bounds, figures, each);
                      });
}

const std::vector<Column>& columns_of(Topic topic) {
  switch (topic) {
    case Topic::coverage:
      return coverage_columns();
    case Topic::outages:
      return outage_columns();
    case Topic::quality:
      break;
  }
  return quality_columns();
}

}  // namespace commune::report
