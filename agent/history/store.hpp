// The history file: opened, checked, set aside when it is damaged, and written in batches of all or
// nothing. Knows no threads and no time.
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

/// What is written at once.
struct Batch {
  std::string id;  ///< Never used before; one that is on disk already is not written again.
  std::vector<Interval> intervals;
  std::vector<Outage> outages;
  std::vector<Quality> quality;
  std::vector<Maintenance> maintenance;
  std::optional<LedgerTime> known_until;  ///< Empty: the account of runs stays as it is.
  bool orderly = false;                   ///< The agent's last word.
};

struct RowCounts {
  std::uint64_t intervals = 0, outages = 0, quality = 0;
};

/// Not thread-safe.
class Store {
 public:
  struct Failure {
    Error error;
    /// Whether the file is not ours to touch: a newer agent's or another program's. Else the disk
    /// is in trouble, which may pass.
    bool refused = false;
  };

  /// Opens or makes `directory`/history.db. A damaged one is set aside as history.db.damaged, which
  /// `was_damaged()` tells. `boot_id`: of this run.
  static tl::expected<std::unique_ptr<Store>, Failure> open(const Options& options,
                                                            std::string boot_id,
                                                            const std::string& vfs);

  bool was_damaged() const { return was_damaged_; }
  Result<LedgerMemory> memory();

  /// On disk when it returns without an error; else nothing of it is.
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

/// The file that Options describe.
std::string history_path(const std::string& directory);

}  // namespace commune::history
