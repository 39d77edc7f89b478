#include "agent/history/retention.hpp"

#include <algorithm>

#include "core/model/history_reader.hpp"

namespace commune::history {
namespace {

constexpr std::chrono::hours kDay{24};
/// Details of the last days are always kept.
constexpr std::chrono::hours kLeastDetails{2 * 24};
constexpr std::int64_t kCrowdedPercent = 90;
constexpr int kLedgerParts = 16;

void delete_quality(Database& database, RollUp roll_up, LedgerTime before) {
  database.query("DELETE FROM quality WHERE roll_up = ?1 AND start < ?2")
      .bind(std::int64_t(roll_up), before)
      .run();
}

// Deleted intervals stay in the totals.
void delete_ledger(Database& database, LedgerTime before) {
  constexpr const char* kOld = R"( FROM interval AS old WHERE "end" <= ?1 AND open = 0 AND EXISTS (
      SELECT 1 FROM interval AS later WHERE later.subject = old.subject AND later.start > old.start)
      )";
  database
      .query(fmt::format(R"(INSERT INTO deleted_time
                            SELECT subject, state, SUM("end" - start) {} GROUP BY subject, state
                            ON CONFLICT DO UPDATE SET
                            milliseconds = milliseconds + excluded.milliseconds)",
                         kOld))
      .bind(before)
      .run();
  database.query(fmt::format("DELETE {}", kOld)).bind(before).run();
  database
      .query(R"(INSERT INTO deleted_outages
                SELECT subject, cause, COUNT(*) FROM outage WHERE "end" <= ?1 GROUP BY subject, cause
                ON CONFLICT DO UPDATE SET count = count + excluded.count)")
      .bind(before)
      .run();
  database.query(R"(DELETE FROM outage WHERE "end" <= ?1)").bind(before).run();
  database.query(R"(DELETE FROM maintenance WHERE "end" <= ?1)").bind(before).run();
}

std::optional<TimeRange> extent(Database& database, RollUp roll_up) {
  Query asked =
      database.query("SELECT MIN(start), MAX(start), COUNT(*) FROM quality WHERE roll_up = ?1");
  if (!asked.bind(std::int64_t(roll_up)).row() || asked.integer(2) == 0) return std::nullopt;
  return TimeRange{asked.time(0), asked.time(1)};
}

bool make_room_in(Database& database, RollUp roll_up, Milliseconds keep, Milliseconds part) {
  const auto all = extent(database, roll_up);
  if (!all || all->to - all->from <= keep) return false;
  delete_quality(database, roll_up, std::min(all->from + part, all->to - keep));
  return true;
}

bool make_room_in_ledger(Database& database) {
  LedgerTime from, to;
  {
    Query asked = database.query(R"(SELECT MIN(start), MAX("end"), COUNT(*) FROM interval)");
    if (!asked.row() || asked.integer(2) == 0) return false;
    from = asked.time(0);
    to = asked.time(1);
  }
  const LedgerTime before = from + std::max<Milliseconds>((to - from) / kLedgerParts, kDay);
  if (before >= to) return false;
  for (const RollUp roll_up : {RollUp::five_minutes, RollUp::hour, RollUp::day})
    delete_quality(database, roll_up, before);
  delete_ledger(database, before);
  return true;
}

}  // namespace

Result<void> delete_old(Database& database, const Options& options, LedgerTime now) {
  const auto before = [&](Milliseconds keep) { return now - std::min(keep, options.retention); };
  return database.transaction([&] {
    delete_quality(database, RollUp::five_minutes, before(kKeepFiveMinutes));
    delete_quality(database, RollUp::hour, before(kKeepHours));
    delete_quality(database, RollUp::day, before(options.retention));
    delete_ledger(database, before(options.retention));
  });
}

bool is_crowded(Database& database) {
  const std::int64_t used =
      database.integer("PRAGMA page_count") - database.integer("PRAGMA freelist_count");
  return used * 100 > database.integer("PRAGMA max_page_count") * kCrowdedPercent;
}

Result<bool> make_room(Database& database, Sacrifice sacrifice) {
  bool made = false;
  const auto done = database.transaction([&] {
    made = make_room_in(database, RollUp::five_minutes, kLeastDetails, kDay) ||
           make_room_in(database, RollUp::hour, 30 * kDay, 30 * kDay) ||
           (sacrifice == Sacrifice::anything && make_room_in_ledger(database));
  });
  if (!done) return tl::unexpected(done.error());
  return made;
}

}  // namespace commune::history
