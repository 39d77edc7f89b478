// The account of time in which this agent did not look: why, and which part of it was planned.
#pragma once

#include <string>
#include <vector>

#include "agent/coverage/subject_ledger.hpp"
#include "core/model/ledger.hpp"

namespace commune::coverage {

/// Why there was no agent between the last run and this one: `agent_stopped` after an orderly stop,
/// else `power_cut` where the machine has booted since, else `agent_crashed`.
Cause cause_of_absence(const LastRun& last, const std::string& boot_id);

/// The latest end of a ledger of the run before: some are known further than the heartbeat, which
/// is how far all are.
LedgerTime last_word(const LedgerMemory& memory);

/// Whether the window touches the site.
bool covers(const Maintenance& window, const Site& site);

/// The window that covers the site at `time`; nullptr when none does.
const Maintenance* planned_at(const std::vector<Maintenance>& windows, const Site& site,
                              LedgerTime time);

/// End of the last window over the site that ended in (after, now]; `after` when none did.
LedgerTime last_planned_end(const std::vector<Maintenance>& windows, const Site& site,
                            LedgerTime after, LedgerTime now);

struct Piece {
  Look look;
  LedgerTime from, to;
};

/// `range` as `look`, but for what windows cover, which is planned. In order, without gaps.
std::vector<Piece> pieces(const Look& look, TimeRange range,
                          const std::vector<Maintenance>& windows, const Site& site);

/// How a planned window looks.
Look planned(LedgerTime since);

}  // namespace commune::coverage
