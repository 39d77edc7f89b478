#include "exporters/notify/fault_schema.hpp"

#include <array>
#include <random>

namespace commune::notify {
namespace {

// Times are milliseconds since 1970 UTC.
constexpr const char* kVersion1 = R"(
CREATE TABLE origin (value TEXT NOT NULL);
CREATE TABLE fault (
  id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL, recipient TEXT NOT NULL,
  state INTEGER NOT NULL, texts TEXT NOT NULL, critical INTEGER NOT NULL, starts INTEGER NOT NULL,
  since INTEGER NOT NULL, heard INTEGER NOT NULL, until INTEGER, resolved INTEGER, closed INTEGER);
CREATE INDEX fault_by_key ON fault (key, recipient);
CREATE TABLE message (
  id INTEGER PRIMARY KEY AUTOINCREMENT, fault INTEGER NOT NULL REFERENCES fault (id),
  kind INTEGER NOT NULL, state INTEGER NOT NULL, written INTEGER NOT NULL, finished INTEGER,
  channel TEXT NOT NULL, line TEXT NOT NULL);
CREATE INDEX message_by_state ON message (state);
CREATE INDEX message_by_fault ON message (fault);
)";

// States and kinds are words, those of fault_store.hpp: a file says what it means to whoever opens
// it, and a new state cannot shift the meaning of an old file.
constexpr const char* kVersion2 = R"(
DROP INDEX message_by_state;
ALTER TABLE fault RENAME COLUMN state TO number;
ALTER TABLE fault ADD COLUMN state TEXT NOT NULL DEFAULT 'open';
UPDATE fault SET state = CASE number WHEN 0 THEN 'open' WHEN 1 THEN 'ending' ELSE 'closed' END;
ALTER TABLE fault DROP COLUMN number;
ALTER TABLE message RENAME COLUMN state TO number;
ALTER TABLE message ADD COLUMN state TEXT NOT NULL DEFAULT 'waiting';
UPDATE message SET state = CASE number
  WHEN 0 THEN 'waiting' WHEN 1 THEN 'delivered' WHEN 2 THEN 'abandoned' ELSE 'merged' END;
ALTER TABLE message DROP COLUMN number;
ALTER TABLE message RENAME COLUMN kind TO number;
ALTER TABLE message ADD COLUMN kind TEXT NOT NULL DEFAULT 'begin';
UPDATE message SET kind = CASE number WHEN 0 THEN 'begin' ELSE 'end' END;
ALTER TABLE message DROP COLUMN number;
CREATE INDEX message_by_state ON message (state);
)";

// Each brings a file from the version before to its own.
constexpr std::array kSteps = {kVersion1, kVersion2};
constexpr std::int64_t kSchemaVersion = kSteps.size();

std::string random_origin() {
  std::random_device random;
  return fmt::format("{:08x}{:08x}", random(), random());
}

void set_up(Database& database) {
  // A second process finds it locked; the lock goes with the process, however it ends.
  database.run("PRAGMA busy_timeout = 200");
  database.run("PRAGMA locking_mode = EXCLUSIVE");
  database.run("PRAGMA journal_mode = WAL");
  database.run("PRAGMA synchronous = FULL");
  database.run("PRAGMA wal_autocheckpoint = 128");
  database.run("PRAGMA cache_size = -256");
}

void bring_up_to_date(Database& database, std::int64_t version) {
  for (auto step = static_cast<std::size_t>(version); step < kSteps.size(); ++step)
    database.run(kSteps.at(step));
  if (version == 0)
    database.query("INSERT INTO origin VALUES (?1)").bind(std::string_view(random_origin())).run();
  database.run(fmt::format("PRAGMA user_version = {}", kSchemaVersion).c_str());
}

struct Attempt {
  std::unique_ptr<Database> database;
  Error error;
  bool damaged = false;
};

Attempt failed(std::unique_ptr<Database> database, Error error) {
  const bool damaged = database && database->was_damaged();
  return {std::move(database), std::move(error), damaged};
}

Attempt attempt(const std::string& path) {
  auto opened = Database::open(path, Database::Mode::read_write);
  if (!opened) return {nullptr, opened.error(), false};
  auto database = std::move(*opened);
  set_up(*database);
  const auto version = database->integer("PRAGMA user_version");
  if (auto done = database->take_error(); !done) return failed(std::move(database), done.error());
  if (version > kSchemaVersion)
    return {nullptr,
            {path, "a newer version of commune-agent wrote it; this one leaves it alone"},
            false};
  std::string verdict;
  {
    Query check = database->query("PRAGMA quick_check(1)");
    if (check.row()) verdict = check.text(0);
  }
  if (auto done = database->take_error(); !done) return failed(std::move(database), done.error());
  if (verdict != "ok") return {std::move(database), {path, "is damaged: " + verdict}, true};
  if (version < kSchemaVersion) {
    if (auto made = database->transaction([&] { bring_up_to_date(*database, version); }); !made)
      return failed(std::move(database), made.error());
  }
  database->take_possession();
  return {std::move(database), {}, false};
}

}  // namespace

Result<OpenedFile> open_fault_file(const std::string& path) {
  OpenedFile file;
  Attempt first = attempt(path);
  if (first.damaged) {
    first.database.reset();
    auto aside = set_database_aside(path);
    if (!aside) return tl::unexpected(aside.error());
    file.put_aside = *aside;
    first = attempt(path);
  }
  if (!first.error.what.empty()) {
    if (first.error.what.find("locked") != std::string::npos)
      first.error.what += ": another commune-agent notify uses it";
    return tl::unexpected(first.error);
  }
  file.database = std::move(first.database);
  {
    Query asked = file.database->query("SELECT value FROM origin");
    if (asked.row()) file.origin = asked.text(0);
  }
  if (auto done = file.database->take_error(); !done) return tl::unexpected(done.error());
  return file;
}

}  // namespace commune::notify
