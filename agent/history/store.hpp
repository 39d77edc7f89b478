// The history file: opened, checked, set aside if it is damaged, and written in batches, each whole
// or not at all. No threads and no clock here.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "agent/history/ballast.hpp"
#include "agent/history/options.hpp"
#include "core/model/history_reader.hpp"
#include "core/model/ledger.hpp"
#include "core/runtime/database.hpp"

namespace commune::history {

/// Records that are written together.
struct Batch {
  std::string id;  ///< Never used before; a batch that is already on disk is not written again.
  std::vector<Interval> intervals;
  std::vector<Outage> outages;
  std::vector<Quality> quality;
  std::vector<Maintenance> maintenance;
  std::optional<LedgerTime> known_until;  ///< Empty: the row of runs is left unchanged.
  bool orderly = false;                   ///< The agent is stopping in good order.
};

struct RowCounts {
  std::uint64_t intervals = 0, outages = 0, quality = 0;
};

/// Not thread-safe.
class Store {
 public:
  struct Failure {
    Error error;
    /// The file must not be changed: a newer agent or another program wrote it. False: the disk
    /// fails, perhaps only for a while.
    bool refused = false;
  };

  /// Opens or makes `directory`/history.db. A damaged one is set aside as history.db.damaged, and
  /// `was_damaged()` is true. `boot_id`: of this run.
  static tl::expected<std::unique_ptr<Store>, Failure> open(const Options& options,
                                                            std::string boot_id,
                                                            const std::string& vfs);

  bool was_damaged() const { return was_damaged_; }
  Result<LedgerMemory> memory();

  /// On disk when it returns without an error; otherwise none of it is.
  Result<void> commit(const Batch& batch);

  /// Another retention or quota.
  void use(const Options& options);

  RowCounts count_rows();

 private:
  Store(std::unique_ptr<Database> database, Options options, std::string boot_id);
  Result<void> write(const Batch& batch);
  void keep_within_bounds(LedgerTime now);

  std::unique_ptr<Database> database_;
  Options options_;
  std::string boot_id_;
  Ballast ballast_;
  std::optional<LedgerTime> last_tidied_;
  bool was_damaged_ = false;
};

/// The path of the history file in the directory.
std::string history_path(const std::string& directory);

}  // namespace commune::history
