// Outages: one for each unbroken `down`. An open outage shows the latest cause and root device, an
// ended one those that held longest. Each also shows which outage it was a consequence of.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "core/model/coverage.hpp"
#include "core/model/coverage_picture.hpp"

namespace commune::coverage {

/// Not thread-safe. Changes are kept until take_changes().
class OutageBook {
 public:
  /// The cause that an outage is assigned to.
  struct Blame {
    Cause cause = Cause::unknown;
    DeviceId root_device;
    /// The subject stands at the root device's own site; among outages with one root device, such
    /// an outage is the root.
    bool at_root = false;
  };

  void open_outage(const Subject& subject, LedgerTime start, const Blame& blame);

  /// `down` lasted for another `time`, and its cause is now `blame`. Returns the blame to show: the
  /// latest once it has held for a minute, or longer than the one before it. Empty if the subject
  /// has no open outage.
  std::optional<Blame> continue_outage(const Subject& subject, const Blame& blame,
                                       Milliseconds time);

  /// Returns the blame that held longest, which is the outage's final one.
  std::optional<Blame> close_outage(const Subject& subject, LedgerTime end);

  /// An outage of an earlier run whose end was not written.
  void close_earlier_outage(Outage outage, LedgerTime end);

  void restore_counts(const std::vector<OutageCount>& counts);
  void shift(Milliseconds by);
  /// Keeps only the part of these subjects' outages that lies in their ranges; an open outage lasts
  /// to the end of its range.
  void clip(const std::map<Subject, TimeRange>& ranges);

  /// At the end of each look, after all its changes are entered. Chooses roots again, also for
  /// outages that have just ended, because roots can be seen only while all outages are open.
  void settle();

  /// Settles, and returns outages that changed since the last call.
  std::vector<Outage> take_changes();

  /// By start, then id; cut_off is filled.
  std::vector<Outage> open() const;
  /// The number of the subject's ended outages, including those of earlier runs.
  std::map<Cause, std::uint64_t> ended(const Subject& subject) const;

 private:
  struct Share {
    Blame blame;
    Milliseconds time{0};
  };
  struct Open {
    Outage outage;
    std::vector<Share> shares;  ///< By root device and cause.
    bool at_root = false;
    bool changed = true;
    DeviceId rooted_by;  ///< The root device when root_outage was chosen.

    Share& share_of(const Blame& blame);
  };

  /// Moves outages in time, which changes their ids.
  void move(const std::function<void(Outage&)>& one);
  void choose_roots();
  void count(const Subject& subject, Cause cause) { ++ended_[subject][cause]; }
  void uncount(const Subject& subject, Cause cause);

  std::map<Subject, Open> open_;
  std::vector<Open> ending_;      ///< Since the last settle().
  bool roots_may_differ_ = true;  ///< Since the last settle().
  std::vector<Outage> changes_;
  std::map<Subject, std::map<Cause, std::uint64_t>> ended_;
};

}  // namespace commune::coverage
