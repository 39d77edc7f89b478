// One timeline for the ledger out of two clocks: it never runs backwards and never repeats, and it
// distinguishes a jump of the wall clock from time that passed.
#pragma once

#include <optional>

#include "core/model/coverage.hpp"
#include "core/model/time.hpp"

namespace commune::coverage {

/// Whether the wall clock of this machine can be trusted.
struct ClockSource {
  bool synchronised = true;  ///< By NTP or similar.
  bool keeps_time = true;    ///< It has a clock that runs without power, or a hypervisor's.
};

/// A wall clock is trusted if it is not before `last_known` (the last heartbeat) nor before `built`
/// (when this program was made) nor absurdly late, and something keeps it right.
bool credible(LedgerTime wall, std::optional<LedgerTime> last_known, LedgerTime built,
              const ClockSource& source);

/// Not thread-safe.
class LedgerClock {
 public:
  /// Time in which nobody looked: the wall clock jumped over it, or the agent itself stood still.
  struct Gap {
    LedgerTime from, to;
    Cause cause = Cause::clock;
  };

  /// Never before `last_word`, the end of the entries so far: a wall clock behind it counts as set
  /// back.
  explicit LedgerClock(const Moment& start, LedgerTime last_word = {});

  /// Advances to `now`. If the wall clock was set forward, or the agent was stopped for a while,
  /// returns the time in between; if the clock was set back, the timeline stands still until the
  /// wall clock reaches it again.
  std::optional<Gap> advance(const Moment& now);

  LedgerTime now() const { return now_; }
  MonoTime last_mono() const { return last_.mono; }

  /// The same moment on the ledger's timeline; moments before the last jump become its end.
  LedgerTime at(MonoTime time) const;

  /// Whether the wall clock is behind the timeline by a step: nothing is entered during that time.
  bool stands_still() const { return stands_still_; }

 private:
  LedgerTime now_;
  LedgerTime floor_;  ///< End of the last jump.
  Moment last_;
  bool stands_still_ = false;
};

}  // namespace commune::coverage
