// What goes when it is too old or there is no more room: details first, the ledger last, and never
// its totals.
#pragma once

#include "agent/history/options.hpp"
#include "core/runtime/database.hpp"

namespace commune::history {

/// Five-minute rows are for looking at a fault, hourly ones for a season; days are kept as long as
/// the ledger.
inline constexpr std::chrono::hours kKeepFiveMinutes{24 * 60};
inline constexpr std::chrono::hours kKeepHours{24 * 400};

/// Deletes what is older than the retention at `now`, in a transaction of its own. The last
/// interval of a subject stays, however old.
Result<void> delete_old(Database& database, const Options& options, LedgerTime now);

/// Whether so much of the quota is used that something should go.
bool is_crowded(Database& database);

/// How much is to be given up for room.
enum class Sacrifice { details, anything };

/// Deletes the oldest: a day of five-minute rows, else a month of hourly rows, else (`anything`)
/// the oldest sixteenth of the ledger. Gives whether there was something to delete.
Result<bool> make_room(Database& database, Sacrifice sacrifice);

}  // namespace commune::history
