// The history: receives records, writes them on a thread of its own, and keeps them in memory while
// the disk accepts nothing.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "agent/history/history_lock.hpp"
#include "agent/history/pending.hpp"
#include "agent/history/store.hpp"
#include "agent/history/write_counter.hpp"
#include "core/model/history_figures.hpp"
#include "core/runtime/mutex.hpp"
#include "core/runtime/worker_thread.hpp"

namespace commune::history {

/// Thread-safe. Records are on disk at most Options::commit_interval after they were given. If the
/// disk fails, they wait in bounded memory and the write is retried, at intervals that grow up to a
/// minute.
class History {
 public:
  /// Errors: a second agent, a newer agent's file, a directory that cannot be used. Disk trouble is
  /// not an error: figures() reports it, and memory() is filled when it is over. `boot_id` is that
  /// of this run. `vfs` is SQLite's name of the file system; empty: the default one. The writer's
  /// failures and processor time go to `record`.
  static Result<std::unique_ptr<History>> open(
      const Options& options, std::string boot_id, const std::string& vfs = "",
      std::shared_ptr<WorkRecord> record = std::make_shared<WorkRecord>());
  /// Writes the records that still wait, if the disk accepts them.
  ~History();
  History(const History&) = delete;
  History& operator=(const History&) = delete;

  /// The ledger of earlier runs; empty until the disk could be read.
  std::optional<LedgerMemory> memory() const;

  void record(const LedgerRecords& records);
  void record(std::vector<Quality> quality);
  void record(const Maintenance& maintenance);

  /// Writes at once everything recorded so far, and waits for it.
  Result<void> flush();

  /// The final records of an orderly stop; nothing may be recorded after them.
  Result<void> say_good_bye(const LedgerRecords& last);

  /// Another retention, quota or commit interval. The directory stays.
  void use(const Options& options);

  /// The ledger is safe on disk up to this time; empty until this run has written something.
  std::optional<LedgerTime> ledger_until() const;

  HistoryFigures figures() const;

 private:
  using Clock = std::chrono::steady_clock;

  History(std::unique_ptr<HistoryLock> lock, const Options& options, std::string boot_id,
          const std::string& vfs, std::shared_ptr<WorkRecord> record);
  std::optional<Error> open_store(const Options& options);
  void adopt(std::unique_ptr<Store> store);
  void run() EXCLUDES(mutex_);
  Options options_now() const EXCLUDES(mutex_);
  Result<void> attempt() EXCLUDES(mutex_);
  std::optional<Clock::time_point> next_attempt() const REQUIRES(mutex_);
  Result<void> write() EXCLUDES(mutex_);
  bool prepare_batch() EXCLUDES(mutex_);
  void note(const Result<void>& done, Clock::time_point begun, Clock::time_point ended)
      EXCLUDES(mutex_);

  std::unique_ptr<HistoryLock> lock_;
  const std::string directory_;
  const std::string boot_id_;
  WriteCounter counter_;

  // Used only by the writer.
  std::unique_ptr<Store> store_;
  std::optional<Batch> under_way_;
  bool batch_is_old_ = false;  ///< It was prepared by an earlier attempt.
  std::uint64_t batches_ = 0;
  std::string batch_prefix_;

  Clock::time_point next_count_{};

  mutable Mutex mutex_;
  ConditionVariable changed_;  ///< There is work, or work is done.
  Options options_ GUARDED_BY(mutex_);
  Pending pending_ GUARDED_BY(mutex_);
  std::size_t under_way_size_ GUARDED_BY(mutex_) = 0;
  std::optional<Clock::time_point> waits_since_ GUARDED_BY(mutex_);
  /// Set while the disk fails.
  std::optional<Clock::time_point> next_try_ GUARDED_BY(mutex_);
  Clock::duration pause_ GUARDED_BY(mutex_){};
  std::uint64_t flushes_wanted_ GUARDED_BY(mutex_) = 0, flushes_done_ GUARDED_BY(mutex_) = 0;
  Result<void> last_result_ GUARDED_BY(mutex_);
  bool stopping_ GUARDED_BY(mutex_) = false;
  std::optional<LedgerMemory> memory_ GUARDED_BY(mutex_);
  std::optional<LedgerTime> ledger_until_ GUARDED_BY(mutex_);
  HistoryFigures figures_ GUARDED_BY(mutex_);

  std::shared_ptr<WorkRecord> record_;
  WorkerThread writer_;  ///< Last: it uses all of the above.
};

}  // namespace commune::history
