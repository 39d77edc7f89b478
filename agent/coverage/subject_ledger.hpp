// The ledger of one subject: every millisecond in one state, entered once, when it is known. A
// change is confirmed after the debounce and dated from its first evidence.
#pragma once

#include <deque>
#include <optional>
#include <vector>

#include "core/model/coverage.hpp"

namespace commune::coverage {

/// The subject's state at one look, on the ledger's timeline.
struct Look {
  State state = State::unmeasured;
  Cause cause = Cause::no_evidence;
  DeviceId root_device;
  bool root_is_here = false;              ///< The root device stands at the subject's own site.
  LedgerTime since{};                     ///< First evidence.
  std::optional<LedgerTime> known_until;  ///< In doubt from here on; empty: no doubt.
};

struct Debounce {
  Milliseconds down_after{20'000};
  Milliseconds up_after{10'000};
};

/// Not thread-safe. Intervals always follow one another without gap or overlap.
class SubjectLedger {
 public:
  /// A change at one look: the interval that ended and the one that began.
  struct Change {
    Interval ended, begun;
  };

  /// Begins at `start`, unmeasured.
  SubjectLedger(Subject subject, LedgerTime start, Cause cause);

  /// Continues where an earlier run stopped: `totals` include `last`, which is known to its end.
  SubjectLedger(const Interval& last, const StateTimes& totals);

  /// `now` never decreases. One look causes at most one change.
  std::optional<Change> look(const Look& look, LedgerTime now, const Debounce& debounce);

  /// Enters a state that is certain, from `from` (at the earliest the end of the known time) to
  /// `to`: time before this run, or a jump of the clock.
  std::optional<Change> enter(const Look& look, LedgerTime from, LedgerTime to);

  /// The cause of the current interval is known better now. True if this changes the interval.
  bool refine(Cause cause, const DeviceId& root_device);

  /// The interval that `change` ended had this cause after all.
  void settle(Change& change, Cause cause, const DeviceId& root_device);

  /// Moves all entries: the wall clock became known.
  void shift(Milliseconds by);

  const Subject& subject() const { return current_.subject; }
  State state() const { return current_.state; }
  /// The current interval; its end is known_until().
  Interval current() const;
  LedgerTime known_until() const { return known_until_; }

  /// Time in each state up to `until`, which is not before forget_before()'s last argument.
  StateTimes totals(LedgerTime until) const;

  /// The interval that contains `time`; the current one for times not entered yet.
  const Interval& at(LedgerTime time) const;

  /// Intervals not forgotten yet, the current one last.
  std::vector<Interval> intervals() const;

  /// Intervals that end before it are kept as totals only.
  void forget_before(LedgerTime time);

 private:
  struct Pending {
    Look look;
    LedgerTime first;
  };

  Change change_to(const Look& look, LedgerTime from);

  Interval current_;
  LedgerTime known_until_;
  std::optional<Pending> pending_;
  std::deque<Interval> past_;
  StateTimes before_past_{};
};

}  // namespace commune::coverage
