#include "agent/history/quality_table.hpp"

#include <algorithm>
#include <sstream>

#include "agent/history/subject_table.hpp"

namespace commune::history {
namespace {

constexpr std::size_t kMostBuckets = kRoundTripBounds.size() + 1;

std::string text_of(const std::vector<std::uint64_t>& counts) {
  return fmt::format("{}", fmt::join(counts, " "));
}

std::vector<std::uint64_t> counts_of(const std::string& text) {
  std::vector<std::uint64_t> counts;
  std::istringstream words(text);
  for (std::uint64_t count = 0; counts.size() < kMostBuckets && words >> count;)
    counts.push_back(count);
  return counts;
}

constexpr std::string_view kFigures =
    "requests, replies, round_trips, receive_bytes, transmit_bytes, traffic_told, peak_clients, "
    "least_optical_power_dbm, least_rsrp_dbm, peak_receive_rate, peak_transmit_rate, "
    "peak_utilization";

// kFigures, from `column` on.
void take_figures(Quality& quality, const Query& row, int column) {
  quality.requests = row.count(column);
  quality.replies = row.count(column + 1);
  quality.round_trips = counts_of(row.text(column + 2));
  quality.receive_bytes = row.count(column + 3);
  quality.transmit_bytes = row.count(column + 4);
  quality.traffic_known = row.integer(column + 5) != 0;
  quality.peak_clients = row.number(column + 6);
  quality.least_optical_power_dbm = row.number(column + 7);
  quality.least_rsrp_dbm = row.number(column + 8);
  quality.peak_receive_rate = row.number(column + 9);
  quality.peak_transmit_rate = row.number(column + 10);
  quality.peak_utilization = row.number(column + 11);
}

void add(Database& database, RollUp roll_up, std::int64_t measured, const Quality& quality) {
  const auto period = length(roll_up);
  const LedgerTime start(quality.start.time_since_epoch() / period * period);
  Quality sum;
  {
    Query found = database.query(fmt::format(
        "SELECT {} FROM quality WHERE roll_up = ?1 AND start = ?2 AND measured = ?3", kFigures));
    if (found.bind(std::int64_t(roll_up), start, measured).row()) take_figures(sum, found, 0);
  }
  sum += quality;
  database
      .query(fmt::format("INSERT OR REPLACE INTO quality(roll_up, start, measured, {}) VALUES(?1, "
                         "?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
                         kFigures))
      .bind(std::int64_t(roll_up), start, measured, sum.requests, sum.replies,
            text_of(sum.round_trips), sum.receive_bytes, sum.transmit_bytes, sum.traffic_known,
            sum.peak_clients, sum.least_optical_power_dbm, sum.least_rsrp_dbm,
            sum.peak_receive_rate, sum.peak_transmit_rate, sum.peak_utilization)
      .run();
}

}  // namespace

void add(Database& database, const Quality& quality) {
  const std::int64_t measured = number_of(database, quality);
  for (const RollUp roll_up : {RollUp::five_minutes, RollUp::hour, RollUp::day})
    add(database, roll_up, measured, quality);
}

void read(Database& database, RollUp roll_up, TimeRange range,
          const std::function<void(const Quality&)>& each) {
  Query rows = database.query(fmt::format(
      "SELECT start, village, site, kind, name, {} FROM quality JOIN measured ON measured.id = "
      "quality.measured WHERE roll_up = ?1 AND start >= ?2 AND start < ?3 "
      "ORDER BY start, kind, name, site",
      kFigures));
  rows.bind(std::int64_t(roll_up), range.from, range.to);
  while (rows.row()) {
    Quality quality;
    quality.start = rows.time(0);
    quality.village = VillageId{rows.text(1)};
    quality.site = SiteId{rows.text(2)};
    quality.kind = measured_of(rows.text(3)).value_or(Measured::device);
    quality.name = rows.text(4);
    take_figures(quality, rows, 5);
    each(quality);
  }
}

}  // namespace commune::history
