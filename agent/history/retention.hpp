// Which records are deleted when they are too old or space is short: details first, the ledger
// last, and its totals never.
#pragma once

#include "agent/history/options.hpp"
#include "core/runtime/database.hpp"

namespace commune::history {

/// Five-minute rows are for examining a fault, hourly ones for a season; days are kept as long as
/// the ledger.
inline constexpr std::chrono::hours kKeepFiveMinutes{24 * 60};
inline constexpr std::chrono::hours kKeepHours{24 * 400};

/// Deletes records older than the retention at `now`, in a transaction of its own. The last
/// interval of a subject is always kept.
Result<void> delete_old(Database& database, const Options& options, LedgerTime now);

/// Whether so much of the quota is used that records should be deleted.
bool is_crowded(Database& database);

/// Which records may be deleted to make room.
enum class Sacrifice { details, anything };

/// Deletes the oldest records: a day of five-minute rows, else a month of hourly rows, else
/// (`anything`) the oldest sixteenth of the ledger. Returns whether there was anything to delete.
Result<bool> make_room(Database& database, Sacrifice sacrifice);

}  // namespace commune::history
