// Time in which this agent did not look: why, and which part of it was planned.
#pragma once

#include <string>
#include <vector>

#include "agent/coverage/subject_ledger.hpp"
#include "core/model/ledger.hpp"

namespace commune::coverage {

/// Why there was no agent between the last run and this one: `agent_stopped` after an orderly stop,
/// else `power_cut` if the machine has booted since, else `agent_crashed`.
Cause cause_of_absence(const LastRun& last, const std::string& boot_id);

/// The latest end of a ledger of the earlier run. Some ledgers are known further than the
/// heartbeat, which is the time up to which all are known.
LedgerTime last_word(const LedgerMemory& memory);

/// Whether the window includes the site.
bool covers(const Maintenance& window, const Site& site);

/// The window that covers the site at `time`; nullptr if there is none.
const Maintenance* planned_at(const std::vector<Maintenance>& windows, const Site& site,
                              LedgerTime time);

/// End of the last window over the site that ended in (after, now]; `after` if there is none.
LedgerTime last_planned_end(const std::vector<Maintenance>& windows, const Site& site,
                            LedgerTime after, LedgerTime now);

struct Piece {
  Look look;
  LedgerTime from, to;
};

/// `range` with the look `look`, except where windows cover it: those parts are planned. In order,
/// without gaps.
std::vector<Piece> pieces(const Look& look, TimeRange range,
                          const std::vector<Maintenance>& windows, const Site& site);

/// The look during a planned window.
Look planned(LedgerTime since);

}  // namespace commune::coverage
