#include "agent/history/history.hpp"

#include <algorithm>
#include <exception>
#include <random>
#include <utility>

#include "core/runtime/directory.hpp"

#include <spdlog/spdlog.h>
#include <sys/stat.h>

namespace commune::history {
namespace {

constexpr std::chrono::seconds kFirstPause{5}, kLongestPause{60};
/// Counting reads whole tables. It may take this share of the time, and never happens more often
/// than once a minute.
constexpr int kCountingShare = 1'000;
constexpr std::chrono::minutes kLeastBetweenCounts{1};

std::string random_word() {
  std::random_device random;
  return fmt::format("{:08x}{:08x}", random(), random());
}

std::uint64_t bytes_in(const std::string& directory) {
  std::uint64_t bytes = 0;
  for (const std::string& name : names_in(directory)) {
    struct stat about {};
    if (name.starts_with("history.") && ::stat((directory + "/" + name).c_str(), &about) == 0)
      bytes += static_cast<std::uint64_t>(about.st_size);
  }
  return bytes;
}

// Short enough to need no memory itself.
Error no_memory() {
  return {"", "no memory"};
}

LedgerTime wall_now() {
  return std::chrono::time_point_cast<Milliseconds>(now().wall);
}

}  // namespace

Result<std::unique_ptr<History>> History::open(const Options& options, std::string boot_id,
                                               const std::string& vfs,
                                               std::shared_ptr<WorkRecord> record) {
  auto lock = HistoryLock::acquire(options.directory);
  if (!lock) return tl::unexpected(lock.error());
  std::unique_ptr<History> history(
      new History(std::move(*lock), options, std::move(boot_id), vfs, std::move(record)));
  if (auto refused = history->open_store(options)) return tl::unexpected(*refused);
  history->writer_.start("history", history->record_, [self = history.get()] { self->run(); });
  return history;
}

History::History(std::unique_ptr<HistoryLock> lock, const Options& options, std::string boot_id,
                 const std::string& vfs, std::shared_ptr<WorkRecord> record)
    : lock_(std::move(lock)),
      directory_(options.directory),
      boot_id_(std::move(boot_id)),
      counter_(vfs),
      batch_prefix_(random_word()),
      options_(options),
      record_(std::move(record)) {}

History::~History() {
  {
    const MutexLock held(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  writer_.stop();
}

std::optional<Error> History::open_store(const Options& options) {
  auto store = Store::open(options, boot_id_, counter_.name());
  if (store) {
    adopt(std::move(*store));
    return std::nullopt;
  }
  if (store.error().refused) return store.error().error;
  note(tl::unexpected(store.error().error), Clock::now(), Clock::now());
  return std::nullopt;
}

void History::adopt(std::unique_ptr<Store> store) {
  if (store->was_damaged())
    spdlog::error("history: {} was damaged and set aside; starting a new one",
                  history_path(directory_));
  auto memory = store->memory();
  const MutexLock held(mutex_);
  // Records of this run are not part of the memory of earlier runs.
  if (!memory_ && memory) memory_ = std::move(*memory);
  store_ = std::move(store);
}

std::optional<LedgerMemory> History::memory() const {
  const MutexLock held(mutex_);
  return memory_;
}

void History::record(const LedgerRecords& records) {
  if (records.empty()) return;
  const MutexLock held(mutex_);
  pending_.add(records);
  changed_.notify_all();
}

void History::record(std::vector<Quality> quality) {
  if (quality.empty()) return;
  const MutexLock held(mutex_);
  pending_.add(std::move(quality));
  changed_.notify_all();
}

void History::record(const Maintenance& maintenance) {
  const MutexLock held(mutex_);
  pending_.add(maintenance);
  changed_.notify_all();
}

Result<void> History::flush() {
  MutexLock held(mutex_);
  const std::uint64_t ticket = ++flushes_wanted_;
  changed_.notify_all();
  while (flushes_done_ < ticket)
    changed_.wait(held);
  return last_result_;
}

Result<void> History::say_good_bye(const LedgerRecords& last) {
  {
    const MutexLock held(mutex_);
    pending_.add(last);
    if (last.known_until) pending_.say_good_bye();
  }
  return flush();
}

void History::use(const Options& options) {
  const MutexLock held(mutex_);
  options_ = options;
}

Options History::options_now() const {
  const MutexLock held(mutex_);
  return options_;
}

std::optional<LedgerTime> History::ledger_until() const {
  const MutexLock held(mutex_);
  return ledger_until_;
}

HistoryFigures History::figures() const {
  const MutexLock held(mutex_);
  HistoryFigures figures = figures_;
  figures.quota_bytes = options_.quota_bytes;
  figures.written_bytes = counter_.bytes();
  figures.pending = pending_.size() + under_way_size_;
  figures.dropped = pending_.dropped();
  return figures;
}

std::optional<History::Clock::time_point> History::next_attempt() const {
  if (next_try_) return next_try_;
  if (waits_since_) return *waits_since_ + options_.commit_interval;
  return std::nullopt;
}

void History::run() {
  MutexLock held(mutex_);
  for (bool last = false; !last;) {
    if (!pending_.empty() && !waits_since_) waits_since_ = Clock::now();
    const bool at_once = stopping_ || flushes_wanted_ > flushes_done_;
    const auto next = next_attempt();
    if (!at_once && !next) {
      changed_.wait(held);
      continue;
    }
    if (!at_once && *next > Clock::now()) {
      changed_.wait_until(held, *next);
      continue;
    }
    last = stopping_;
    const std::uint64_t flushes = flushes_wanted_;
    held.unlock();
    Result<void> done = attempt();
    held.lock();
    flushes_done_ = flushes;
    last_result_ = std::move(done);
    changed_.notify_all();
  }
}

// An exception (usually out of memory) is a failed attempt, like an error of the disk: whoever
// waits for a flush gets an answer, and the batch is written again.
Result<void> History::attempt() {
  const auto begun = Clock::now();
  Result<void> done;
  try {
    done = write();
  } catch (const std::exception&) {
    record_->count_failure();
    store_.reset();
    done = tl::unexpected(no_memory());
  }
  try {
    note(done, begun, Clock::now());
  } catch (const std::exception&) {
    record_->count_failure();
  }
  return done;
}

// A batch is retried until the disk accepts it; records that arrive in the meantime wait for the
// next one.
Result<void> History::write() {
  const Options options = options_now();
  while (true) {
    if (!store_) {
      auto store = Store::open(options, boot_id_, counter_.name());
      if (!store) return tl::unexpected(store.error().error);
      adopt(std::move(*store));
    }
    if (!prepare_batch()) return {};
    store_->use(options);
    if (auto done = store_->commit(*under_way_); !done) {
      // The state of the connection is unknown, so the next attempt opens a new one.
      store_.reset();
      return done;
    }
    const MutexLock held(mutex_);
    const bool more = !pending_.empty() && batch_is_old_;
    batch_is_old_ = false;
    if (under_way_->known_until) ledger_until_ = under_way_->known_until;
    under_way_.reset();
    under_way_size_ = 0;
    if (!more) return {};
  }
}

// False: nothing is waiting.
bool History::prepare_batch() {
  const MutexLock held(mutex_);
  waits_since_.reset();
  batch_is_old_ = under_way_.has_value();
  if (!under_way_ && !pending_.empty())
    under_way_ = pending_.drain(fmt::format("{}-{}", batch_prefix_, ++batches_));
  if (!under_way_) return false;
  under_way_size_ = under_way_->intervals.size() + under_way_->outages.size() +
                    under_way_->quality.size() + under_way_->maintenance.size();
  return true;
}

void History::note(const Result<void>& done, Clock::time_point begun, Clock::time_point ended) {
  std::optional<RowCounts> rows;
  if (store_ && ended >= next_count_) {
    rows = store_->count_rows();
    const auto took = Clock::now() - ended;
    next_count_ = ended + std::max<Clock::duration>(took * kCountingShare, kLeastBetweenCounts);
  }
  const std::uint64_t bytes = bytes_in(directory_);
  const MutexLock held(mutex_);
  if (rows) {
    figures_.intervals = rows->intervals;
    figures_.outages = rows->outages;
    figures_.quality = rows->quality;
  }
  figures_.disk_bytes = bytes;
  if (done) {
    ++figures_.commits;
    figures_.commit_time += ended - begun;
    if (!figures_.trouble.empty()) spdlog::info("history: records are written to disk again");
    figures_.trouble.clear();
    figures_.trouble_since.reset();
    next_try_.reset();
    pause_ = {};
    return;
  }
  ++figures_.errors;
  pause_ = pause_ == Clock::duration{} ? kFirstPause
                                       : std::min<Clock::duration>(pause_ * 2, kLongestPause);
  next_try_ = ended + pause_;
  const bool news = figures_.trouble.empty();
  figures_.trouble = done.error().message();
  if (!news) return;
  figures_.trouble_since = wall_now();
  spdlog::error("history: {}; records stay in memory until they can be written", figures_.trouble);
}

}  // namespace commune::history
