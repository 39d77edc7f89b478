// A connection to one SQLite file, and the statements on it. The only place, with the history's
// shim of the file system, that knows sqlite3.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/model/coverage.hpp"
#include "core/model/result.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace commune {

class Database;

/// One run of a statement. Lives shorter than its Database; one of the same text at a time.
class Query {
 public:
  Query(Database& database, sqlite3_stmt* statement);
  ~Query();
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  /// Values of ?1, ?2 and so on, in order.
  template <typename... Values>
  Query& bind(const Values&... values) {
    int place = 0;
    (bind_one(++place, values), ...);
    return *this;
  }

  /// Goes to the next row; false after the last, and after an error.
  bool row();

  /// For statements without rows.
  void run() {
    while (row()) {
    }
  }

  /// Columns of the row, from 0.
  std::int64_t integer(int column) const;
  std::uint64_t count(int column) const { return static_cast<std::uint64_t>(integer(column)); }
  std::string text(int column) const;
  std::optional<double> number(int column) const;
  LedgerTime time(int column) const { return LedgerTime(Milliseconds(integer(column))); }
  std::optional<LedgerTime> optional_time(int column) const;

 private:
  void bind_one(int place, std::int64_t value);
  void bind_one(int place, std::string_view value);
  void bind_one(int place, const std::optional<double>& value);
  void bind_one(int place, LedgerTime value) { bind_one(place, value.time_since_epoch().count()); }
  void bind_one(int place, const std::optional<LedgerTime>& value);
  void bind_one(int place, std::uint64_t value) { bind_one(place, std::int64_t(value)); }
  void bind_one(int place, bool value) { bind_one(place, std::int64_t{value}); }

  Database& database_;
  sqlite3_stmt* statement_;
};

/// The first error holds: from then on no statement does anything until take_error(), so that a
/// transaction is written in one go and asked once, at its end, whether it went well. Not
/// thread-safe.
class Database {
 public:
  enum class Mode { read_only, read_write };

  /// `vfs`: SQLite's name of the file system to use; empty: the usual.
  static Result<std::unique_ptr<Database>> open(const std::string& path, Mode mode,
                                                const std::string& vfs = "");
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// Statements without values or rows.
  void run(const char* sql);
  Query query(std::string_view sql);
  /// First column of the first row; 0 when there is none.
  std::int64_t integer(std::string_view sql);

  bool ok() const { return !error_.has_value(); }
  Result<void> take_error();
  /// Whether the last error was that no more fits: on the disk, or into the quota.
  bool was_full() const { return was_full_; }
  /// Whether the last error was that the file is none of SQLite's, or damaged.
  bool was_damaged() const { return was_damaged_; }

  /// All of `work` or nothing of it.
  Result<void> transaction(const std::function<void()>& work);

  /// Says that the file is ours: only then is the log moved into it at the end.
  void take_possession();

  /// Moves what the log holds into the file.
  void checkpoint();

 private:
  friend class Query;

  Database(std::string path, sqlite3* connection);
  void note_error(int code);

  std::string path_;
  sqlite3* connection_;
  std::map<std::string, sqlite3_stmt*, std::less<>> statements_;
  std::optional<Error> error_;
  bool was_full_ = false, was_damaged_ = false;
};

/// Renames a damaged file and its log to PATH.damaged and PATH.damaged-wal, over older ones, and
/// gives the new path. The file is closed.
Result<std::string> set_database_aside(const std::string& path);

}  // namespace commune
