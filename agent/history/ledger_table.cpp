#include "agent/history/ledger_table.hpp"

#include <algorithm>
#include <map>
#include <sstream>

#include "agent/history/subject_table.hpp"

namespace commune::history {
namespace {

constexpr char kBetweenIds = ' ';  // No id has one.

template <typename Id>
std::string text_of(const std::vector<Id>& ids) {
  std::string text;
  for (const Id& id : ids) {
    if (!text.empty()) text += kBetweenIds;
    text += id.value;
  }
  return text;
}

template <typename Id>
std::vector<Id> ids_of(const std::string& text) {
  std::vector<Id> ids;
  std::istringstream words(text);
  for (std::string word; std::getline(words, word, kBetweenIds);)
    ids.push_back(Id{word});
  return ids;
}

std::map<Subject, StateTimes> read_totals(Database& database) {
  std::map<Subject, StateTimes> totals;
  Query sums = database.query(R"(
      SELECT village, site, access, state, SUM(milliseconds) FROM (
        SELECT subject, state, "end" - start AS milliseconds FROM interval
        UNION ALL SELECT subject, state, milliseconds FROM deleted_time)
      JOIN subject ON subject.id = subject GROUP BY subject, state)");
  while (sums.row())
    if (const auto state = state_of(sums.text(3)))
      totals[subject_at(sums, 0)].at(static_cast<std::size_t>(*state)) +=
          Milliseconds(sums.integer(4));
  return totals;
}

std::vector<LedgerEnd> read_ends(Database& database, std::optional<LedgerTime> known_until) {
  std::map<Subject, StateTimes> totals = read_totals(database);
  std::map<Subject, LedgerEnd> ends;
  Query last = database.query(R"(
      SELECT village, site, access, MAX(start), "end", open, state, cause, root_device
      FROM interval JOIN subject ON subject.id = subject GROUP BY subject)");
  while (last.row()) {
    LedgerEnd end{interval_at(last, std::nullopt), {}};
    const LedgerTime written = end.last.end;
    end.last = interval_at(last, known_until);
    end.totals = totals[end.last.subject];
    end.totals.at(static_cast<std::size_t>(end.last.state)) += end.last.end - written;
    ends.emplace(end.last.subject, std::move(end));
  }
  std::vector<LedgerEnd> in_order;
  in_order.reserve(ends.size());
  for (auto& [subject, end] : ends)
    in_order.push_back(std::move(end));
  return in_order;
}

std::vector<OutageCount> read_ended_outages(Database& database) {
  std::map<std::pair<Subject, Cause>, std::uint64_t> counts;
  Query counted = database.query(R"(
      SELECT village, site, access, cause, SUM(count) FROM (
        SELECT subject, cause, 1 AS count FROM outage WHERE "end" IS NOT NULL
        UNION ALL SELECT subject, cause, count FROM deleted_outages)
      JOIN subject ON subject.id = subject GROUP BY subject, cause)");
  while (counted.row())
    if (const auto cause = cause_of(counted.text(3)))
      counts[{subject_at(counted, 0), *cause}] += counted.count(4);
  std::vector<OutageCount> in_order;
  in_order.reserve(counts.size());
  for (const auto& [key, count] : counts)
    in_order.push_back({key.first, key.second, count});
  return in_order;
}

}  // namespace

void write(Database& database, const Interval& interval) {
  database
      .query(R"(INSERT OR REPLACE INTO interval(subject, start, "end", open, state, cause,
                root_device) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7))")
      .bind(number_of(database, interval.subject), interval.start, interval.end, interval.open,
            to_string(interval.state), to_string(interval.cause), interval.root_device.value)
      .run();
}

void write(Database& database, const Outage& outage) {
  database
      .query(R"(INSERT OR REPLACE INTO outage(id, subject, start, "end", cause, root_device,
                root_outage) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7))")
      .bind(outage.id, number_of(database, outage.subject), outage.start, outage.end,
            to_string(outage.cause), outage.root_device.value, outage.root_outage)
      .run();
}

void write(Database& database, const Maintenance& maintenance) {
  database
      .query(R"(INSERT OR REPLACE INTO maintenance(id, start, "end", sites, villages, reason,
                announced_by) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7))")
      .bind(maintenance.id, maintenance.start, maintenance.end, text_of(maintenance.sites),
            text_of(maintenance.villages), maintenance.reason, maintenance.announced_by)
      .run();
}

void write(Database& database, const RunRow& run) {
  database
      .query(
          "INSERT OR REPLACE INTO run(one, boot_id, known_until, orderly, batch) "
          "VALUES(1, ?1, ?2, ?3, ?4)")
      .bind(run.boot_id, run.known_until, run.orderly, run.batch)
      .run();
}

std::optional<RunRow> read_run(Database& database) {
  Query row = database.query("SELECT boot_id, known_until, orderly, batch FROM run");
  if (!row.row()) return std::nullopt;
  return RunRow{row.text(0), row.optional_time(1), row.integer(2) != 0, row.text(3)};
}

LedgerMemory read_memory(Database& database) {
  LedgerMemory memory;
  if (const auto run = read_run(database))
    memory.last_run = {run->known_until, run->boot_id, run->orderly};
  const auto known_until = memory.last_run.known_until;
  memory.ends = read_ends(database, known_until);
  Query open = database.query(R"(
      SELECT outage.id, village, site, access, start, "end", cause, root_device, root_outage
      FROM outage JOIN subject ON subject.id = subject WHERE "end" IS NULL ORDER BY start,
      outage.id)");
  while (open.row())
    memory.open_outages.push_back(outage_at(open));
  memory.ended_outages = read_ended_outages(database);
  Query announced = database.query(
      fmt::format(R"(SELECT {} FROM maintenance WHERE announced_by <> '' AND "end" > ?1
                     ORDER BY start, id)",
                  kMaintenanceColumns));
  announced.bind(known_until.value_or(LedgerTime()));
  while (announced.row())
    memory.maintenance.push_back(maintenance_at(announced));
  return memory;
}

Maintenance maintenance_at(const Query& row) {
  return {row.text(0),
          ids_of<SiteId>(row.text(3)),
          ids_of<VillageId>(row.text(4)),
          row.time(1),
          row.time(2),
          row.text(5),
          row.text(6)};
}

Outage outage_at(const Query& row) {
  Outage outage;
  outage.id = row.text(0);
  outage.subject = subject_at(row, 1);
  outage.start = row.time(4);
  outage.end = row.optional_time(5);
  outage.cause = cause_of(row.text(6)).value_or(Cause::unknown);
  outage.root_device = DeviceId{row.text(7)};
  outage.root_outage = row.text(8);
  return outage;
}

Interval interval_at(const Query& row, std::optional<LedgerTime> known_until) {
  Interval interval;
  interval.subject = subject_at(row, 0);
  interval.start = row.time(3);
  interval.end = row.time(4);
  interval.open = row.integer(5) != 0;
  interval.state = state_of(row.text(6)).value_or(State::unmeasured);
  interval.cause = cause_of(row.text(7)).value_or(Cause::unknown);
  interval.root_device = DeviceId{row.text(8)};
  if (interval.open && known_until) interval.end = std::max(interval.end, *known_until);
  return interval;
}

}  // namespace commune::history
