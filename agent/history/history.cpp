#include "agent/history/history.hpp"

#include <algorithm>
#include <filesystem>
#include <random>
#include <utility>

#include <spdlog/spdlog.h>

namespace commune::history {
namespace {

constexpr std::chrono::seconds kFirstPause{5}, kLongestPause{60};
/// Counting reads whole tables: it may take that share of the time, and more often than once a
/// minute nobody looks.
constexpr int kCountingShare = 1'000;
constexpr std::chrono::minutes kLeastBetweenCounts{1};

std::string random_word() {
  std::random_device random;
  return fmt::format("{:08x}{:08x}", random(), random());
}

std::uint64_t bytes_in(const std::string& directory) {
  std::uint64_t bytes = 0;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(directory, error), end; !error && entry != end;
       entry.increment(error)) {
    if (!entry->path().filename().string().starts_with("history.")) continue;
    std::error_code gone;
    const auto size = entry->file_size(gone);
    if (!gone) bytes += size;
  }
  return bytes;
}

LedgerTime wall_now() {
  return std::chrono::time_point_cast<Milliseconds>(now().wall);
}

}  // namespace

Result<std::unique_ptr<History>> History::open(const Options& options, std::string boot_id,
                                               const std::string& vfs) {
  auto lock = HistoryLock::take(options.directory);
  if (!lock) return tl::unexpected(lock.error());
  std::unique_ptr<History> history(new History(std::move(*lock), options, std::move(boot_id), vfs));
  if (auto refused = history->open_store()) return tl::unexpected(*refused);
  history->thread_ = std::thread([self = history.get()] { self->run(); });
  return history;
}

History::History(std::unique_ptr<HistoryLock> lock, const Options& options, std::string boot_id,
                 const std::string& vfs)
    : lock_(std::move(lock)),
      boot_id_(std::move(boot_id)),
      counter_(vfs),
      batch_prefix_(random_word()),
      options_(options) {}

History::~History() {
  {
    const std::lock_guard held(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

std::optional<Error> History::open_store() {
  auto store = Store::open(options_, boot_id_, counter_.name());
  if (store) {
    take_up(std::move(*store));
    return std::nullopt;
  }
  if (store.error().refused) return store.error().error;
  note(tl::unexpected(store.error().error), Clock::now(), Clock::now());
  return std::nullopt;
}

void History::take_up(std::unique_ptr<Store> store) {
  if (store->was_damaged())
    spdlog::error("history: {} was damaged and is set aside; a new one begins",
                  history_path(options_.directory));
  auto memory = store->memory();
  const std::lock_guard held(mutex_);
  // What this run has written itself is no memory.
  if (!memory_ && memory) memory_ = std::move(*memory);
  store_ = std::move(store);
}

std::optional<LedgerMemory> History::memory() const {
  const std::lock_guard held(mutex_);
  return memory_;
}

void History::record(const LedgerRecords& records) {
  if (records.empty()) return;
  const std::lock_guard held(mutex_);
  pending_.add(records);
  changed_.notify_all();
}

void History::record(std::vector<Quality> quality) {
  if (quality.empty()) return;
  const std::lock_guard held(mutex_);
  pending_.add(std::move(quality));
  changed_.notify_all();
}

void History::record(const Maintenance& maintenance) {
  const std::lock_guard held(mutex_);
  pending_.add(maintenance);
  changed_.notify_all();
}

Result<void> History::flush() {
  std::unique_lock held(mutex_);
  const std::uint64_t ticket = ++flushes_wanted_;
  changed_.notify_all();
  changed_.wait(held, [&] { return flushes_done_ >= ticket; });
  return last_result_;
}

Result<void> History::say_good_bye(const LedgerRecords& last) {
  {
    const std::lock_guard held(mutex_);
    pending_.add(last);
    if (last.known_until) pending_.say_good_bye();
  }
  return flush();
}

void History::use(const Options& options) {
  const std::lock_guard held(mutex_);
  options_ = options;
}

std::optional<LedgerTime> History::ledger_until() const {
  const std::lock_guard held(mutex_);
  return ledger_until_;
}

HistoryFigures History::figures() const {
  const std::lock_guard held(mutex_);
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
  std::unique_lock held(mutex_);
  while (true) {
    if (!pending_.empty() && !waits_since_) waits_since_ = Clock::now();
    const bool at_once = stopping_ || flushes_wanted_ > flushes_done_;
    const auto next = next_attempt();
    if (!at_once && (!next || *next > Clock::now())) {
      if (next)
        changed_.wait_until(held, *next);
      else
        changed_.wait(held);
      continue;
    }
    const std::uint64_t flushes = flushes_wanted_;
    const bool last = stopping_;
    const Options options = options_;
    held.unlock();
    const auto begun = Clock::now();
    const Result<void> done = write(options);
    note(done, begun, Clock::now());
    held.lock();
    flushes_done_ = flushes;
    last_result_ = done;
    changed_.notify_all();
    if (last) return;
  }
}

// One batch is written as often as it takes; what comes meanwhile waits for the next.
Result<void> History::write(const Options& options) {
  for (bool more = true; more;) {
    if (!store_) {
      auto store = Store::open(options, boot_id_, counter_.name());
      if (!store) return tl::unexpected(store.error().error);
      take_up(std::move(*store));
    }
    {
      const std::lock_guard held(mutex_);
      waits_since_.reset();
      more = under_way_.has_value();
      if (!under_way_ && !pending_.empty())
        under_way_ = pending_.take(fmt::format("{}-{}", batch_prefix_, ++batches_));
      if (!under_way_) return {};
      under_way_size_ = under_way_->intervals.size() + under_way_->outages.size() +
                        under_way_->quality.size() + under_way_->maintenance.size();
    }
    store_->use(options);
    if (auto done = store_->commit(*under_way_); !done) {
      // Whatever state the connection is in, the next one begins afresh.
      store_.reset();
      return done;
    }
    const std::lock_guard held(mutex_);
    if (under_way_->known_until) ledger_until_ = under_way_->known_until;
    under_way_.reset();
    under_way_size_ = 0;
  }
  return {};
}

void History::note(const Result<void>& done, Clock::time_point begun, Clock::time_point ended) {
  std::optional<RowCounts> rows;
  if (store_ && ended >= next_count_) {
    rows = store_->count_rows();
    const auto took = Clock::now() - ended;
    next_count_ = ended + std::max<Clock::duration>(took * kCountingShare, kLeastBetweenCounts);
  }
  const std::uint64_t bytes = bytes_in(options_.directory);
  const std::lock_guard held(mutex_);
  if (rows) {
    figures_.intervals = rows->intervals;
    figures_.outages = rows->outages;
    figures_.quality = rows->quality;
  }
  figures_.disk_bytes = bytes;
  if (done) {
    ++figures_.commits;
    figures_.commit_time += ended - begun;
    if (!figures_.trouble.empty()) spdlog::info("history: the disk takes records again");
    figures_.trouble.clear();
    figures_.trouble_since.reset();
    next_try_.reset();
    pause_ = {};
    return;
  }
  ++figures_.errors;
  if (figures_.trouble.empty()) {
    spdlog::error("history: {}; goes on in memory until the disk takes it", done.error().message());
    figures_.trouble_since = wall_now();
  }
  figures_.trouble = done.error().message();
  pause_ = pause_ == Clock::duration{} ? kFirstPause
                                       : std::min<Clock::duration>(pause_ * 2, kLongestPause);
  next_try_ = ended + pause_;
}

}  // namespace commune::history
