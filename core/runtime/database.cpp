#include "core/runtime/database.hpp"

#include <filesystem>
#include <system_error>
#include <utility>

#include <sqlite3.h>

namespace commune {
namespace {

/// A reader may hold its lock for that long while a writer checkpoints, and the other way round.
constexpr int kBusyMilliseconds = 5'000;

}  // namespace

Query::Query(Database& database, sqlite3_stmt* statement)
    : database_(database), statement_(statement) {}

Query::~Query() {
  if (!statement_) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

bool Query::row() {
  if (!statement_ || !database_.ok()) return false;
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) database_.note_error(code);
  return false;
}

std::int64_t Query::integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}

std::string Query::text(int column) const {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
  return bytes ? std::string(bytes, size) : std::string();
}

std::optional<double> Query::number(int column) const {
  if (sqlite3_column_type(statement_, column) == SQLITE_NULL) return std::nullopt;
  return sqlite3_column_double(statement_, column);
}

std::optional<LedgerTime> Query::optional_time(int column) const {
  if (sqlite3_column_type(statement_, column) == SQLITE_NULL) return std::nullopt;
  return time(column);
}

void Query::bind_one(int place, std::int64_t value) {
  if (statement_) sqlite3_bind_int64(statement_, place, value);
}

void Query::bind_one(int place, std::string_view value) {
  if (!statement_) return;
  // An empty text is a text; a null pointer would make it NULL.
  sqlite3_bind_text(statement_, place, value.empty() ? "" : value.data(),
                    static_cast<int>(value.size()), SQLITE_TRANSIENT);
}

void Query::bind_one(int place, const std::optional<double>& value) {
  if (!statement_) return;
  if (value)
    sqlite3_bind_double(statement_, place, *value);
  else
    sqlite3_bind_null(statement_, place);
}

void Query::bind_one(int place, const std::optional<LedgerTime>& value) {
  if (value)
    bind_one(place, *value);
  else if (statement_)
    sqlite3_bind_null(statement_, place);
}

Result<std::unique_ptr<Database>> Database::open(const std::string& path, Mode mode,
                                                 const std::string& vfs) {
  const int flags =
      SQLITE_OPEN_NOMUTEX |
      (mode == Mode::read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  sqlite3* connection = nullptr;
  const int code =
      sqlite3_open_v2(path.c_str(), &connection, flags, vfs.empty() ? nullptr : vfs.c_str());
  std::unique_ptr<Database> database(new Database(path, connection));
  if (code != SQLITE_OK) {
    database->note_error(code);
    return tl::unexpected(*std::exchange(database->error_, std::nullopt));
  }
  sqlite3_extended_result_codes(connection, 1);
  sqlite3_busy_timeout(connection, kBusyMilliseconds);
  // Only the writer moves its log into the file: two that do it at once may lose what the log
  // holds. Nor does a stranger, whom a newer agent's file is shown to.
  sqlite3_db_config(connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  return database;
}

Database::Database(std::string path, sqlite3* connection)
    : path_(std::move(path)), connection_(connection) {}

Database::~Database() {
  for (const auto& [text, statement] : statements_)
    sqlite3_finalize(statement);
  sqlite3_close(connection_);
}

void Database::note_error(int code) {
  if (error_) return;
  const int kind = code & 0xff;
  was_full_ = kind == SQLITE_FULL;
  was_damaged_ = kind == SQLITE_CORRUPT || kind == SQLITE_NOTADB;
  error_ = Error{path_, connection_ ? sqlite3_errmsg(connection_) : sqlite3_errstr(code)};
}

void Database::run(const char* sql) {
  if (!ok()) return;
  const int code = sqlite3_exec(connection_, sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) note_error(code);
}

Query Database::query(std::string_view sql) {
  if (!ok()) return {*this, nullptr};
  const auto found = statements_.find(sql);
  if (found != statements_.end()) return {*this, found->second};
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(connection_, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) {
    note_error(code);
    return {*this, nullptr};
  }
  statements_.emplace(sql, statement);
  return {*this, statement};
}

std::int64_t Database::integer(std::string_view sql) {
  Query asked = query(sql);
  return asked.row() ? asked.integer(0) : 0;
}

Result<void> Database::take_error() {
  if (auto error = std::exchange(error_, std::nullopt)) return tl::unexpected(std::move(*error));
  return {};
}

Result<void> Database::transaction(const std::function<void()>& work) {
  run("BEGIN IMMEDIATE");
  if (ok()) work();
  run("COMMIT");
  auto done = take_error();
  // Some errors have ended the transaction already.
  if (!done && sqlite3_get_autocommit(connection_) == 0)
    sqlite3_exec(connection_, "ROLLBACK", nullptr, nullptr, nullptr);
  return done;
}

void Database::take_possession() {
  sqlite3_db_config(connection_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, nullptr);
}

void Database::checkpoint() {
  if (!ok()) return;
  const int code =
      sqlite3_wal_checkpoint_v2(connection_, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  if (code != SQLITE_OK && (code & 0xff) != SQLITE_BUSY) note_error(code);
}

// The log first: a file without its log is damaged still, a log without its file would be taken for
// the log of the next one.
Result<std::string> set_database_aside(const std::string& path) {
  std::error_code error;
  std::filesystem::remove(path + "-shm", error);
  for (const char* suffix : {"-wal", ""}) {
    const std::string name = path + suffix;
    if (!std::filesystem::exists(name, error)) continue;
    std::filesystem::rename(name, path + ".damaged" + suffix, error);
    if (error) return fail(name, "is damaged and cannot be set aside: {}", error.message());
  }
  return path + ".damaged";
}

}  // namespace commune
