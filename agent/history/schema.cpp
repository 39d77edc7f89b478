#include "agent/history/schema.hpp"

#include <array>

namespace commune::history {
namespace {

/// PRAGMA application_id: "cmhi", for file(1) and for programs that open another program's file.
constexpr std::int64_t kApplicationId = 0x636d6869;

// Times are milliseconds since 1970 in UTC; states and causes are the words of coverage.hpp. A
// village as a whole has no site and no access.
constexpr const char* kVersion1 = R"sql(
CREATE TABLE subject(
  id INTEGER PRIMARY KEY, village TEXT NOT NULL, site TEXT NOT NULL, access TEXT NOT NULL,
  UNIQUE(village, site, access));
CREATE TABLE interval(
  subject INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, open INTEGER NOT NULL,
  state TEXT NOT NULL, cause TEXT NOT NULL, root_device TEXT NOT NULL,
  PRIMARY KEY(subject, start)) WITHOUT ROWID;
CREATE TABLE outage(
  id TEXT PRIMARY KEY, subject INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER,
  cause TEXT NOT NULL, root_device TEXT NOT NULL, root_outage TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX outage_by_start ON outage(start, id);
CREATE INDEX outage_by_root ON outage(root_outage);
CREATE TABLE deleted_time(
  subject INTEGER NOT NULL, state TEXT NOT NULL, milliseconds INTEGER NOT NULL,
  PRIMARY KEY(subject, state)) WITHOUT ROWID;
CREATE TABLE deleted_outages(
  subject INTEGER NOT NULL, cause TEXT NOT NULL, count INTEGER NOT NULL,
  PRIMARY KEY(subject, cause)) WITHOUT ROWID;
CREATE TABLE maintenance(
  id TEXT PRIMARY KEY, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  sites TEXT NOT NULL, villages TEXT NOT NULL, reason TEXT NOT NULL, announced_by TEXT NOT NULL)
  WITHOUT ROWID;
CREATE TABLE device(
  id INTEGER PRIMARY KEY, village TEXT NOT NULL, site TEXT NOT NULL, device TEXT NOT NULL,
  UNIQUE(village, site, device));
CREATE TABLE quality(
  roll_up INTEGER NOT NULL, start INTEGER NOT NULL, device INTEGER NOT NULL,
  echo_requests INTEGER NOT NULL, echo_replies INTEGER NOT NULL, round_trips TEXT NOT NULL,
  receive_bytes INTEGER NOT NULL, transmit_bytes INTEGER NOT NULL, traffic_told INTEGER NOT NULL,
  peak_clients REAL, least_optical_power_dbm REAL, least_rsrp_dbm REAL,
  PRIMARY KEY(roll_up, start, device)) WITHOUT ROWID;
CREATE TABLE run(
  one INTEGER PRIMARY KEY CHECK(one = 1), boot_id TEXT NOT NULL, known_until INTEGER,
  orderly INTEGER NOT NULL, batch TEXT NOT NULL);
)sql";

// Measures other things than devices too; adds rates and utilization.
constexpr const char* kVersion2 = R"sql(
CREATE TABLE measured(
  id INTEGER PRIMARY KEY, village TEXT NOT NULL, site TEXT NOT NULL, kind TEXT NOT NULL,
  name TEXT NOT NULL, UNIQUE(village, site, kind, name));
INSERT INTO measured SELECT id, village, site, 'device', device FROM device;
DROP TABLE device;
ALTER TABLE quality RENAME COLUMN device TO measured;
ALTER TABLE quality RENAME COLUMN echo_requests TO requests;
ALTER TABLE quality RENAME COLUMN echo_replies TO replies;
ALTER TABLE quality ADD COLUMN peak_receive_rate REAL;
ALTER TABLE quality ADD COLUMN peak_transmit_rate REAL;
ALTER TABLE quality ADD COLUMN peak_utilization REAL;
)sql";

/// kSteps[n] leads from version n to n + 1.
constexpr std::array kSteps = {kVersion1, kVersion2};
static_assert(kSteps.size() == kSchemaVersion);

Result<void> refuse(const std::string& path, std::int64_t version) {
  return fail(path,
              "was written by a newer commune-agent (schema version {}, this one knows {}): use "
              "that one, or move the file away to begin a new history",
              version, kSchemaVersion);
}

}  // namespace

Result<void> check_version(Database& database, const std::string& path) {
  const std::int64_t application = database.integer("PRAGMA application_id");
  const std::int64_t version = database.integer("PRAGMA user_version");
  if (auto asked = database.take_error(); !asked) return asked;
  if (application != kApplicationId) return fail(path, "is not a history of commune-agent");
  if (version > kSchemaVersion) return refuse(path, version);
  if (version < kSchemaVersion)
    return fail(path,
                "was written by an older commune-agent (schema version {}, this one knows {}): "
                "\"commune-agent run\" upgrades it when it starts",
                version, kSchemaVersion);
  return {};
}

Result<void> bring_up_to_date(Database& database, const std::string& path) {
  const std::int64_t version = database.integer("PRAGMA user_version");
  if (auto asked = database.take_error(); !asked) return asked;
  if (version > kSchemaVersion) return refuse(path, version);
  if (version == kSchemaVersion) return {};
  return database.transaction([&] {
    for (auto step = static_cast<std::size_t>(version); step < kSteps.size(); ++step)
      database.run(kSteps.at(step));
    database.run(fmt::format("PRAGMA application_id = {}", kApplicationId).c_str());
    database.run(fmt::format("PRAGMA user_version = {}", kSchemaVersion).c_str());
  });
}

}  // namespace commune::history
