// Outages: one for each unbroken `down`. While open it shows the latest cause and root device,
// ended those that held longest; and who took whom with it.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "core/model/coverage.hpp"
#include "core/model/coverage_picture.hpp"

namespace commune::coverage {

/// Not thread-safe. What changed is kept until take_changes().
class OutageBook {
 public:
  /// Where a device stands on the way out, to choose among outages with one root: the smaller the
  /// nearer to it.
  struct Blame {
    Cause cause = Cause::unknown;
    DeviceId root_device;
    /// The subject stands at the root device's own site.
    bool at_root = false;
  };

  void begin(const Subject& subject, LedgerTime start, const Blame& blame);

  /// `down` went on for `time`, and is now put down to `blame`. Gives the blame to show: the latest
  /// once it has held for a minute, or longer than the one before it. Empty when no outage of the
  /// subject is open.
  std::optional<Blame> go_on(const Subject& subject, const Blame& blame, Milliseconds time);

  /// Gives the blame that held longest: the outage's for good.
  std::optional<Blame> end(const Subject& subject, LedgerTime end);

  /// An outage of a run before this one that its end was not written for.
  void end_earlier(Outage outage, LedgerTime end);

  void restore_counts(const std::vector<OutageCount>& counts);
  void shift(Milliseconds by);
  /// Of each of these subjects' outages only what lies in its range holds; an open one lasts to the
  /// end of it.
  void clip(const std::map<Subject, TimeRange>& ranges);

  /// At the end of each look, when all is told that came of it: chooses roots anew, among what
  /// ended as well, since who took whom shows while all were open.
  void settle();

  /// Settles, and gives outages that are news since the last call.
  std::vector<Outage> take_changes();

  /// By start, then id; cut_off is filled.
  std::vector<Outage> open() const;
  /// How many of the subject have ended, those of earlier runs included.
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

  /// Moves outages in time, which renames them.
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
