#include "exporters/report/rows.hpp"

#include <algorithm>

#include "exporters/report/quality_rows.hpp"
#include "exporters/report/words.hpp"

namespace commune::report {
namespace {

template <typename T>
Cell cell(const std::optional<T>& value) {
  return value ? Cell(*value) : Cell();
}

Cell cell(const std::optional<double>& value, int digits) {
  return value ? Cell(Decimal{*value, digits}) : Cell();
}

}  // namespace

Names::Names(const Inventory& inventory, Language language) : language_(language) {
  for (const auto& village : inventory.villages)
    villages_[village.id] = village.name;
  for (const auto& site : inventory.sites)
    sites_[site.id] = site.name;
}

Word Names::village(const VillageId& id) const {
  const auto found = villages_.find(id);
  if (found != villages_.end()) return {id.value, found->second};
  // The commune as a whole has no id.
  if (id.empty()) return {"", language_ == Language::vi ? "Toàn xã" : "The commune"};
  return {id.value, id.value};
}

Cell Names::site(const SiteId& id) const {
  if (id.empty()) return {};
  const auto found = sites_.find(id);
  return Word{id.value, found == sites_.end() ? id.value : found->second};
}

Word Names::access(const Subject& subject) const {
  return access_name(subject, language_);
}

Word Names::cause(Cause cause) const {
  return cause_name(cause, language_);
}

Word Names::place(const Subject& subject) const {
  if (subject.is_village()) return village(subject.village);
  const Word site_word = std::get<Word>(site(subject.site));
  const Word access_word = access(subject);
  return {site_word.key + "/" + access_word.key, site_word.text + ": " + access_word.text};
}

Cells coverage_cells(const Names& names, const Subject& subject, const PeriodBounds& period,
                     const CoverageFigures& figures) {
  Cells cells = {names.village(subject.village), names.site(subject.site), names.access(subject),
                 period.from, period.to};
  for (const State state :
       {State::up, State::degraded, State::down, State::planned, State::unmeasured})
    cells.emplace_back(figures.in(state));
  cells.push_back(cell(figures.availability()));
  cells.push_back(cell(figures.measured_share()));
  cells.emplace_back(figures.outages);
  cells.push_back(figures.outages > 0 ? Cell(figures.longest_outage) : Cell());
  cells.push_back(cell(figures.mean_time_to_repair()));
  const auto cause = figures.main_cause();
  cells.push_back(cause ? Cell(names.cause(*cause)) : Cell());
  return cells;
}

Cells outage_cells(const Names& names, const Calendar& calendar, LedgerTime ledger_end,
                   const Outage& outage) {
  const auto written = [&](LedgerTime time) {
    return WrittenTime{time, calendar.exact_text(time)};
  };
  const LedgerTime until = outage.end ? *outage.end : std::max(outage.start, ledger_end);
  const auto& root = outage.root_device.value;
  Words cut_off;
  for (const auto& subject : outage.cut_off)
    cut_off.push_back(names.place(subject));
  return {Word{outage.id, outage.id},
          names.village(outage.subject.village),
          names.site(outage.subject.site),
          names.access(outage.subject),
          written(outage.start),
          outage.end ? Cell(written(*outage.end)) : Cell(),
          until - outage.start,
          names.cause(outage.cause),
          root.empty() ? Cell() : Cell(Word{root, root}),
          cut_off,
          !outage.end.has_value()};
}

Cells quality_cells(const Names& names, const PeriodBounds& period, const Quality& quality) {
  constexpr int kMicroseconds = 6, kMillionths = 6;
  const auto bytes = [&](std::uint64_t count) {
    return quality.traffic_known ? Cell(count) : Cell();
  };
  return {names.village(quality.village),
          names.site(quality.site),
          measured_name(quality.kind, names.language()),
          Word{quality.name, quality.name},
          period.from,
          period.to,
          quality.requests,
          cell(loss(quality)),
          cell(round_trip_quantile(quality.round_trips, 0.50), kMicroseconds),
          cell(round_trip_quantile(quality.round_trips, 0.95), kMicroseconds),
          bytes(quality.receive_bytes),
          bytes(quality.transmit_bytes),
          cell(quality.peak_receive_rate, 0),
          cell(quality.peak_transmit_rate, 0),
          cell(quality.peak_utilization, kMillionths),
          cell(quality.peak_clients, 0),
          cell(quality.least_optical_power_dbm, 2),
          cell(quality.least_rsrp_dbm, 1)};
}

}  // namespace commune::report
