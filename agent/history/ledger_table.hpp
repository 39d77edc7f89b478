// Intervals, outages, announced work and the state of runs, as rows: how they are written, and what
// a new run reads back.
#pragma once

#include <string>

#include "core/model/ledger.hpp"
#include "core/runtime/database.hpp"

namespace commune::history {

/// Inside a transaction. Writing the same twice does no harm.
void write(Database& database, const Interval& interval);
void write(Database& database, const Outage& outage);
void write(Database& database, const Maintenance& maintenance);

/// How far the run has come: the one row that shows how the last run ended.
struct RunRow {
  std::string boot_id;
  std::optional<LedgerTime> known_until;
  bool orderly = false;
  std::string batch;  ///< The last batch that was written; see Store::commit.
};
void write(Database& database, const RunRow& run);
std::optional<RunRow> read_run(Database& database);

/// The content of the file; check the database afterwards for read errors.
LedgerMemory read_memory(Database& database);

Maintenance maintenance_at(const Query& row);
inline constexpr std::string_view kMaintenanceColumns =
    R"(id, start, "end", sites, villages, reason, announced_by)";

/// `id, village, site, access, start, "end", cause, root_device, root_outage` as an outage.
Outage outage_at(const Query& row);

/// `village, site, access, start, "end", open, state, cause, root_device` as an interval; an open
/// one ends at `known_until` at least.
Interval interval_at(const Query& row, std::optional<LedgerTime> known_until);

}  // namespace commune::history
