// What passes between the one who writes the coverage ledger and the one who keeps it on disk.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/model/coverage.hpp"
#include "core/model/coverage_picture.hpp"

namespace commune {

/// News of the ledger. Each replaces what was said before under the same key, so that saying it
/// twice does no harm.
struct LedgerRecords {
  std::vector<Interval> intervals;  ///< Key: subject and start.
  std::vector<Outage> outages;      ///< Key: id.
  /// Heartbeat: open intervals are known to last to here at least, the agent was alive.
  std::optional<LedgerTime> known_until;

  bool empty() const { return intervals.empty() && outages.empty() && !known_until; }
};

/// How the agent's run before this one ended.
struct LastRun {
  std::optional<LedgerTime> known_until;  ///< Its last heartbeat; empty: there was no run.
  std::string boot_id;                    ///< /proc/sys/kernel/random/boot_id of that run.
  bool orderly = false;                   ///< It said good-bye.
};

/// Where the ledger of one subject ends.
struct LedgerEnd {
  /// The last interval. Where it was open, its end is as far as it is known: its own last word or
  /// the heartbeat, whichever is later.
  Interval last;
  StateTimes totals{};  ///< Over all its intervals, with `last` and those deleted long ago.
};

/// All that a new run needs to continue the ledger.
struct LedgerMemory {
  LastRun last_run;
  std::vector<LedgerEnd> ends;             ///< By subject.
  std::vector<Outage> open_outages;        ///< That no end was written for.
  std::vector<OutageCount> ended_outages;  ///< By subject, then cause.
  std::vector<Maintenance> maintenance;    ///< Announced by users, not over yet at last_run.
};

}  // namespace commune
