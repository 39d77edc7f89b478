// One timeline for the ledger out of two clocks: never backwards, never twice, and a jump of the
// wall clock is told apart from time that was lived through.
#pragma once

#include <optional>

#include "core/model/coverage.hpp"
#include "core/model/time.hpp"

namespace commune::coverage {

/// Whether the wall clock of this machine can be believed.
struct ClockSource {
  bool synchronised = true;  ///< By NTP or the like.
  bool keeps_time = true;    ///< A clock that runs without power, or a hypervisor's.
};

/// A wall clock is believed when it is not before `last_known` (the last heartbeat) nor before
/// `built` (when this program was made) nor absurdly late, and somebody keeps it right.
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

  /// Never before `last_word`, the end of what is entered already: a wall clock behind it is like
  /// one set back.
  explicit LedgerClock(const Moment& start, LedgerTime last_word = {});

  /// Goes on to `now`. When the wall clock was set forward, or the agent was stopped for a while,
  /// gives the time in between; when the clock was set back, the timeline stands still until the
  /// wall clock is there again.
  std::optional<Gap> advance(const Moment& now);

  LedgerTime now() const { return now_; }
  MonoTime last_mono() const { return last_.mono; }

  /// The same moment on the ledger's timeline; moments before the last jump end at it.
  LedgerTime at(MonoTime time) const;

  /// Whether the wall clock is behind the timeline by a step: nothing is entered meanwhile.
  bool stands_still() const { return stands_still_; }

 private:
  LedgerTime now_;
  LedgerTime floor_;  ///< End of the last jump.
  Moment last_;
  bool stands_still_ = false;
};

}  // namespace commune::coverage
