#include "agent/history/database_reader.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "agent/history/ledger_table.hpp"
#include "agent/history/quality_table.hpp"
#include "agent/history/schema.hpp"
#include "agent/history/subject_table.hpp"
#include "core/runtime/database.hpp"

namespace commune::history {
namespace {

class DatabaseReader final : public HistoryReader {
 public:
  explicit DatabaseReader(std::unique_ptr<Database> database) : database_(std::move(database)) {}

  Result<void> intervals(TimeRange range,
                         const std::function<void(const Interval&)>& each) override;
  Result<void> outages(TimeRange range, const std::function<void(const Outage&)>& each) override;
  Result<void> quality(RollUp roll_up, TimeRange range,
                       const std::function<void(const Quality&)>& each) override;
  Result<std::vector<Maintenance>> maintenance(TimeRange range) override;
  Result<std::optional<TimeRange>> extent() override;

 private:
  std::vector<std::pair<Subject, std::int64_t>> subjects();
  std::vector<Subject> cut_off_by(const Outage& root);
  std::optional<LedgerTime> known_until();

  std::unique_ptr<Database> database_;
};

std::optional<LedgerTime> DatabaseReader::known_until() {
  const auto run = read_run(*database_);
  return run ? run->known_until : std::nullopt;
}

std::vector<std::pair<Subject, std::int64_t>> DatabaseReader::subjects() {
  std::vector<std::pair<Subject, std::int64_t>> found;
  Query rows = database_->query("SELECT village, site, access, id FROM subject");
  while (rows.row())
    found.emplace_back(subject_at(rows, 0), rows.integer(3));
  std::sort(found.begin(), found.end());
  return found;
}

Result<void> DatabaseReader::intervals(TimeRange range,
                                       const std::function<void(const Interval&)>& each) {
  const auto until = known_until();
  for (const auto& [subject, number] : subjects()) {
    // The first row that overlaps is the last that began before the range.
    Query rows = database_->query(R"(
        SELECT village, site, access, start, "end", open, state, cause, root_device
        FROM interval JOIN subject ON subject.id = subject
        WHERE subject = ?1 AND start < ?3 AND start >= COALESCE(
          (SELECT MAX(start) FROM interval WHERE subject = ?1 AND start <= ?2), ?2)
        ORDER BY start)");
    rows.bind(number, range.from, range.to);
    while (rows.row()) {
      const Interval interval = interval_at(rows, until);
      if (interval.end > range.from) each(interval);
    }
  }
  return database_->take_error();
}

std::vector<Subject> DatabaseReader::cut_off_by(const Outage& root) {
  std::vector<Subject> taken;
  Query rows = database_->query(R"(
      SELECT DISTINCT village, site, access FROM outage JOIN subject ON subject.id = subject
      WHERE root_outage = ?1 AND outage.id <> ?1)");
  rows.bind(root.id);
  while (rows.row())
    taken.push_back(subject_at(rows, 0));
  std::sort(taken.begin(), taken.end());
  return taken;
}

Result<void> DatabaseReader::outages(TimeRange range,
                                     const std::function<void(const Outage&)>& each) {
  Query rows = database_->query(R"(
      SELECT outage.id, village, site, access, start, "end", cause, root_device, root_outage
      FROM outage JOIN subject ON subject.id = subject
      WHERE start < ?2 AND ("end" IS NULL OR "end" > ?1) ORDER BY start, outage.id)");
  rows.bind(range.from, range.to);
  while (rows.row()) {
    Outage outage = outage_at(rows);
    if (outage.is_root()) outage.cut_off = cut_off_by(outage);
    each(outage);
  }
  return database_->take_error();
}

Result<void> DatabaseReader::quality(RollUp roll_up, TimeRange range,
                                     const std::function<void(const Quality&)>& each) {
  read(*database_, roll_up, range, each);
  return database_->take_error();
}

Result<std::vector<Maintenance>> DatabaseReader::maintenance(TimeRange range) {
  std::vector<Maintenance> found;
  {
    Query rows = database_->query(fmt::format(
        R"(SELECT {} FROM maintenance WHERE start < ?2 AND "end" > ?1 ORDER BY start, id)",
        kMaintenanceColumns));
    rows.bind(range.from, range.to);
    while (rows.row())
      found.push_back(maintenance_at(rows));
  }
  if (auto asked = database_->take_error(); !asked) return tl::unexpected(asked.error());
  return found;
}

Result<std::optional<TimeRange>> DatabaseReader::extent() {
  std::optional<TimeRange> range;
  {
    const auto until = known_until();
    Query rows =
        database_->query(R"(SELECT MIN(start), MAX("end"), MAX(open), COUNT(*) FROM interval)");
    if (rows.row() && rows.integer(3) > 0) {
      range = TimeRange{rows.time(0), rows.time(1)};
      if (until && rows.integer(2) != 0) range->to = std::max(range->to, *until);
    }
  }
  if (auto asked = database_->take_error(); !asked) return tl::unexpected(asked.error());
  return range;
}

}  // namespace

Result<std::unique_ptr<HistoryReader>> read_history(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::exists(path, error))
    return fail(path, "no history here: has the agent run with this state_dir?");
  auto database = Database::open(path, Database::Mode::read_only);
  if (!database) return tl::unexpected(database.error());
  if (auto known = check_version(**database, path); !known) return tl::unexpected(known.error());
  return std::make_unique<DatabaseReader>(std::move(*database));
}

}  // namespace commune::history
