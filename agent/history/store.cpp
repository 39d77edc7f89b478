#include "agent/history/store.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "agent/history/ledger_table.hpp"
#include "agent/history/quality_table.hpp"
#include "agent/history/retention.hpp"
#include "agent/history/schema.hpp"

#include <spdlog/spdlog.h>

namespace commune::history {
namespace {

/// Pages in the log before they are moved into the file. A larger number means that fewer pages are
/// written twice.
constexpr std::int64_t kLogPages = 256;
constexpr std::chrono::hours kBetweenTidying{24};
constexpr std::int64_t kLeastPages = 64;
/// Space needed to open: the log and its index.
constexpr std::uintmax_t kRoomToOpen = 64 << 10;

void set_up(Database& database) {
  database.run(fmt::format("PRAGMA page_size = {}", kPageBytes).c_str());
  database.run("PRAGMA journal_mode = WAL");
  // Committed records survive a power cut.
  database.run("PRAGMA synchronous = FULL");
  // Otherwise deleting needs space on a full disk.
  database.run("PRAGMA secure_delete = OFF");
  database.run(fmt::format("PRAGMA wal_autocheckpoint = {}", kLogPages).c_str());
  database.run(fmt::format("PRAGMA journal_size_limit = {}", kLogPages * kPageBytes).c_str());
  database.run("PRAGMA cache_size = -256");
  database.run("PRAGMA temp_store = MEMORY");
}

void set_quota(Database& database, const Options& options) {
  const std::int64_t log_and_ballast = 2 * kLogPages * kPageBytes + kBallastBytes;
  const std::int64_t pages =
      (static_cast<std::int64_t>(options.quota_bytes) - log_and_ballast) / kPageBytes;
  database.run(fmt::format("PRAGMA max_page_count = {}", std::max(pages, kLeastPages)).c_str());
}

struct Unsound {
  Error error;
  bool damaged = false;  ///< False: it could not be read.
};

tl::expected<void, Unsound> check_integrity(Database& database, const std::string& path) {
  std::string verdict;
  {
    Query check = database.query("PRAGMA quick_check(1)");
    if (check.row()) verdict = check.text(0);
  }
  if (auto asked = database.take_error(); !asked)
    return tl::unexpected(Unsound{asked.error(), database.was_damaged()});
  if (verdict == "ok") return {};
  return tl::unexpected(Unsound{{path, "is damaged: " + verdict}, true});
}

bool holds_another_programs_tables(Database& database) {
  return database.integer("PRAGMA application_id") == 0 &&
         database.integer("SELECT COUNT(*) FROM sqlite_schema") > 0;
}

struct Opened {
  std::unique_ptr<Database> database;
  Error error;
  enum class Trouble { none, disk, damaged, refused } trouble = Trouble::none;
};

Opened open_and_check(const std::string& path, const std::string& vfs) {
  using Trouble = Opened::Trouble;
  auto opened = Database::open(path, Database::Mode::read_write, vfs);
  if (!opened) return {nullptr, opened.error(), Trouble::disk};
  std::unique_ptr<Database> database = std::move(*opened);
  const auto failed = [&](Error error, Trouble trouble) -> Opened {
    if (database->was_damaged()) trouble = Trouble::damaged;
    return {std::move(database), std::move(error), trouble};
  };
  // Check first: a file of another program stays unchanged, to the byte.
  const bool another_programs = holds_another_programs_tables(*database);
  const bool newer = database->integer("PRAGMA user_version") > kSchemaVersion;
  if (auto done = database->take_error(); !done) return failed(done.error(), Trouble::disk);
  if (another_programs)
    return failed({path, "is not a history of commune-agent: move it away"}, Trouble::refused);
  if (newer) return failed(bring_up_to_date(*database, path).error(), Trouble::refused);
  database->take_possession();
  set_up(*database);
  if (auto done = database->take_error(); !done) return failed(done.error(), Trouble::disk);
  if (auto whole = check_integrity(*database, path); !whole)
    return failed(whole.error().error, whole.error().damaged ? Trouble::damaged : Trouble::disk);
  if (auto done = bring_up_to_date(*database, path); !done)
    return failed(done.error(), Trouble::disk);
  return {std::move(database), {}, Trouble::none};
}

bool has_room_to_open(const std::string& directory) {
  std::error_code error;
  return std::filesystem::space(directory, error).available >= kRoomToOpen;
}

Ballast ballast_in(const std::string& directory) {
  return Ballast(directory + "/history.ballast");
}

bool give_up(const Ballast& ballast, const std::string& directory) {
  if (!ballast.free_space()) return false;
  spdlog::warn("history: {} is on a full disk; freed the space that was reserved for this",
               directory);
  return true;
}

}  // namespace

std::string history_path(const std::string& directory) {
  return directory + "/history.db";
}

tl::expected<std::unique_ptr<Store>, Store::Failure> Store::open(const Options& options,
                                                                 std::string boot_id,
                                                                 const std::string& vfs) {
  using Trouble = Opened::Trouble;
  const std::string path = history_path(options.directory);
  Opened opened = open_and_check(path, vfs);
  if (opened.trouble == Trouble::disk && !has_room_to_open(options.directory) &&
      give_up(ballast_in(options.directory), options.directory)) {
    opened.database.reset();
    opened = open_and_check(path, vfs);
  }
  const bool was_damaged = opened.trouble == Trouble::damaged;
  if (was_damaged) {
    opened.database.reset();
    if (auto moved = set_database_aside(path); !moved)
      return tl::unexpected(Failure{moved.error(), false});
    opened = open_and_check(path, vfs);
  }
  if (opened.trouble != Trouble::none)
    return tl::unexpected(Failure{opened.error, opened.trouble == Trouble::refused});
  std::unique_ptr<Store> store(new Store(std::move(opened.database), options, std::move(boot_id)));
  store->was_damaged_ = was_damaged;
  return store;
}

Store::Store(std::unique_ptr<Database> database, Options options, std::string boot_id)
    : database_(std::move(database)),
      options_(std::move(options)),
      boot_id_(std::move(boot_id)),
      ballast_(ballast_in(options_.directory)) {
  set_quota(*database_, options_);
  ballast_.reserve_space();
}

void Store::use(const Options& options) {
  options_ = options;
  set_quota(*database_, options_);
}

Result<LedgerMemory> Store::memory() {
  LedgerMemory memory = read_memory(*database_);
  if (auto asked = database_->take_error(); !asked) return tl::unexpected(asked.error());
  return memory;
}

RowCounts Store::count_rows() {
  RowCounts counts;
  counts.intervals = std::uint64_t(database_->integer("SELECT COUNT(*) FROM interval"));
  counts.outages = std::uint64_t(database_->integer("SELECT COUNT(*) FROM outage"));
  counts.quality = std::uint64_t(database_->integer("SELECT COUNT(*) FROM quality"));
  database_->take_error();
  return counts;
}

Result<void> Store::commit(const Batch& batch) {
  auto done = write(batch);
  if (!done && database_->was_full()) {
    const bool by_quota = is_crowded(*database_);
    const bool gave_up = !by_quota && give_up(ballast_, options_.directory);
    const auto made = make_room(*database_, by_quota ? Sacrifice::anything : Sacrifice::details);
    if (gave_up || (made && *made)) done = write(batch);
  }
  if (done && batch.known_until) keep_within_bounds(*batch.known_until);
  return done;
}

Result<void> Store::write(const Batch& batch) {
  return database_->transaction([&] {
    const auto run = read_run(*database_);
    if (run && run->batch == batch.id) return;
    for (const Interval& interval : batch.intervals)
      history::write(*database_, interval);
    for (const Outage& outage : batch.outages)
      history::write(*database_, outage);
    for (const Maintenance& maintenance : batch.maintenance)
      history::write(*database_, maintenance);
    for (const Quality& quality : batch.quality)
      add(*database_, quality);
    RunRow now = run.value_or(RunRow{});
    now.batch = batch.id;
    if (batch.known_until) {
      now.boot_id = boot_id_;
      now.known_until = batch.known_until;
      now.orderly = batch.orderly;
    }
    history::write(*database_, now);
  });
}

// A failure here is retried at the next commit.
void Store::keep_within_bounds(LedgerTime now) {
  if (!last_tidied_ || now - *last_tidied_ >= kBetweenTidying) {
    if (delete_old(*database_, options_, now)) last_tidied_ = now;
    ballast_.reserve_space();
  }
  if (is_crowded(*database_)) make_room(*database_, Sacrifice::anything);
  database_->take_error();
}

}  // namespace commune::history
