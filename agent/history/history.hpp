// The history: takes what is to be remembered, writes it on a thread of its own, and goes on in
// memory while the disk takes nothing.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "agent/history/history_lock.hpp"
#include "agent/history/pending.hpp"
#include "agent/history/store.hpp"
#include "agent/history/write_counter.hpp"
#include "core/model/history_figures.hpp"

namespace commune::history {

/// Thread-safe. Records are on disk at most Options::commit_interval after they were given; while
/// the disk is in trouble they wait in bounded memory and the disk is tried again, at longer and
/// longer intervals up to a minute.
class History {
 public:
  /// Errors: a second agent, a newer agent's file, a directory that cannot be used. A disk in
  /// trouble is none: figures() tells, and memory() comes when it has passed. `boot_id`: of this
  /// run. `vfs`: SQLite's name of the file system; empty: the usual.
  static Result<std::unique_ptr<History>> open(const Options& options, std::string boot_id,
                                               const std::string& vfs = "");
  /// Writes what still waits, if the disk takes it.
  ~History();
  History(const History&) = delete;
  History& operator=(const History&) = delete;

  /// What the runs before left; empty as long as the disk could not be read.
  std::optional<LedgerMemory> memory() const;

  void record(const LedgerRecords& records);
  void record(std::vector<Quality> quality);
  void record(const Maintenance& maintenance);

  /// Writes at once what was recorded so far, and waits for it.
  Result<void> flush();

  /// The last word of an orderly stop; nothing may be recorded after it.
  Result<void> say_good_bye(const LedgerRecords& last);

  /// Another retention, quota or commit interval. The directory stays.
  void use(const Options& options);

  /// Up to here the ledger is safe on disk; empty until this run has written some.
  std::optional<LedgerTime> ledger_until() const;

  HistoryFigures figures() const;

 private:
  using Clock = std::chrono::steady_clock;

  History(std::unique_ptr<HistoryLock> lock, const Options& options, std::string boot_id,
          const std::string& vfs);
  std::optional<Error> open_store();
  void take_up(std::unique_ptr<Store> store);
  void run();
  std::optional<Clock::time_point> next_attempt() const;
  Result<void> write(const Options& options);
  void note(const Result<void>& done, Clock::time_point begun, Clock::time_point ended);

  std::unique_ptr<HistoryLock> lock_;
  std::string boot_id_;
  WriteCounter counter_;

  // Of the writing thread alone.
  std::unique_ptr<Store> store_;
  std::optional<Batch> under_way_;
  std::uint64_t batches_ = 0;
  std::string batch_prefix_;

  mutable std::mutex mutex_;
  std::condition_variable changed_;  ///< Something is to be done, or was done.
  Options options_;
  Pending pending_;
  std::size_t under_way_size_ = 0;
  std::optional<Clock::time_point> waits_since_;
  std::optional<Clock::time_point> next_try_;  ///< While the disk is in trouble.
  Clock::duration pause_{};
  std::uint64_t flushes_wanted_ = 0, flushes_done_ = 0;
  Result<void> last_result_;
  bool stopping_ = false;
  std::optional<LedgerMemory> memory_;
  std::optional<LedgerTime> ledger_until_;
  HistoryFigures figures_;
  Clock::time_point next_count_{};

  std::thread thread_;
};

}  // namespace commune::history
