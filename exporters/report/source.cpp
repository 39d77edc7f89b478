#include "exporters/report/source.hpp"

#include <algorithm>

#include "exporters/report/quality_rows.hpp"
#include "exporters/report/words.hpp"

namespace commune::report {
namespace {

// An outage is told whole. Where its cause changes beyond the range, it goes on in an interval that
// the range does not touch; so much later is looked for it.
constexpr std::chrono::hours kLookAhead(24 * 7);

bool fits(const Request& request, const Subject& subject) {
  if (request.level == Level::site)
    return !subject.is_village() && wanted(request, subject.village, subject.site);
  return subject.is_village() &&
         (request.villages.empty() || std::find(request.villages.begin(), request.villages.end(),
                                                subject.village) != request.villages.end());
}

std::size_t expected_subjects(const Source& source) {
  if (source.request.level != Level::site) return source.inventory.villages.size();
  std::size_t count = 0;
  for (const auto& site : source.inventory.sites)
    if (wanted(source.request, site.village, site.id)) count += site.accesses.size();
  return count;
}

// Progress of passes that go by time.
void tell_progress(const Request& request, LedgerTime at) {
  if (!request.progress) return;
  const auto& [from, to] = request.range;
  request.progress(std::clamp(seconds(at - from) / seconds(to - from), 0.0, 1.0));
}

// Hours are cut by every zone's calendar, days by that of UTC alone. Zones of half hours are why
// hourly figures come from shorter rows.
RollUp roll_up_for(Period by) {
  return by == Period::hour ? RollUp::five_minutes : RollUp::hour;
}

Result<void> each_quality_row(const Source& source, const std::function<void(Cells)>& each) {
  const auto& request = source.request;
  const auto bounds = periods(source.calendar, request.by, request.range);
  QualityRows rows(bounds, [&](const PeriodBounds& period, const Quality& row) {
    tell_progress(request, period.to.time);
    each(quality_cells(source.names, period, row));
  });
  auto read =
      source.reader.quality(roll_up_for(request.by), request.range, [&](const Quality& row) {
        if (wanted(request, row.village, row.site)) rows.add(row);
      });
  if (read) rows.end();
  return read;
}

Result<void> each_outage_row(const Source& source, const std::function<void(Cells)>& each) {
  return source.reader.outages(source.request.range, [&](const Outage& outage) {
    tell_progress(source.request, outage.start);
    if (wanted(source.request, outage.subject.village, outage.subject.site))
      each(outage_cells(source.names, source.calendar, source.extent.to, outage));
  });
}

}  // namespace

Result<Source> open_source(HistoryReader& reader, const Inventory& inventory,
                           const Calendar& calendar, const Request& request) {
  const auto extent = reader.extent();
  if (!extent) return tl::unexpected(extent.error());
  if (!*extent) return fail("", "the history holds nothing yet");
  const auto& [from, to] = **extent;
  if (to <= request.range.from || from >= request.range.to)
    return fail("", "there is nothing from {} to {}: the history holds {} to {}",
                calendar.text(request.range.from), calendar.text(request.range.to),
                calendar.text(from), calendar.text(to));
  return Source{reader,
                inventory,
                calendar,
                request,
                **extent,
                Names(inventory, request.columns == Columns::en   ? Language::en
                                 : request.columns == Columns::vi ? Language::vi
                                                                  : request.language)};
}

Result<void> each_subject(const Source& source, std::span<const PeriodBounds> periods,
                          const CoverageRows::Each& each) {
  const auto& request = source.request;
  const std::size_t expected = expected_subjects(source);
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
      std::max(request.range.to, std::min(request.range.to + kLookAhead, source.extent.to))};
  auto read = source.reader.intervals(range, [&](const Interval& interval) {
    if (fits(request, interval.subject)) rows.add(interval);
  });
  if (!read) return read;
  rows.end();
  if (request.level == Level::commune) each(Subject{}, commune);
  return {};
}

void coverage_rows_of(const Source& source, const Subject& subject,
                      std::span<const PeriodBounds> periods,
                      std::span<const CoverageFigures> figures,
                      const std::function<void(Cells)>& each) {
  for (std::size_t i = 0; i < periods.size(); ++i)
    if (periods[i].to.time > source.extent.from && periods[i].from.time < source.extent.to)
      each(coverage_cells(source.names, subject, periods[i], figures[i]));
}

void unmeasured_rows_of(const Source& source, const Subject& subject,
                        std::span<const CoverageFigures> figures,
                        const std::function<void(Cells)>& each) {
  CoverageFigures all;
  for (const auto& period : figures)
    all += period;
  for (std::size_t i = 0; i < kCauseCount; ++i)
    if (all.unmeasured_causes.at(i).count() > 0)
      each({source.names.village(subject.village), source.names.site(subject.site),
            source.names.access(subject), source.names.cause(static_cast<Cause>(i)),
            all.unmeasured_causes.at(i)});
}

Result<void> each_row(const Source& source, Topic topic, const std::function<void(Cells)>& each) {
  if (topic == Topic::outages) return each_outage_row(source, each);
  if (topic == Topic::quality) return each_quality_row(source, each);
  const auto bounds = periods(source.calendar, source.request.by, source.request.range);
  return each_subject(source, bounds,
                      [&](const Subject& subject, std::span<const CoverageFigures> figures) {
                        coverage_rows_of(source, subject, bounds, figures, each);
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
