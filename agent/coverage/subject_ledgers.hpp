// The ledgers of all accesses and villages, and the outages that follow from them. Changes are
// entered here and become records.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "agent/coverage/absence.hpp"
#include "agent/coverage/ledger_clock.hpp"
#include "agent/coverage/outage_book.hpp"
#include "agent/coverage/subject_ledger.hpp"
#include "agent/coverage/topology.hpp"
#include "agent/coverage/village_ledger.hpp"
#include "core/model/ledger.hpp"

namespace commune::coverage {

/// Not thread-safe.
class SubjectLedgers {
 public:
  struct Entry {
    SubjectLedger ledger;
    SiteIndex site;
    Access access;
  };

  /// One ledger for each access of the judged sites, one for each of their villages; all begin at
  /// `start`, unmeasured.
  void open(const Topology& topology, const std::vector<SiteId>& judged, LedgerTime start);

  /// Another configuration: ledgers that stay continue, those of removed subjects are closed, new
  /// ones begin at `now` or where they were closed.
  void reopen(const Topology& topology, const std::vector<SiteId>& judged, LedgerTime now);

  /// Continues the ledgers of an earlier run: the time between is an absence. Entries of this run,
  /// from `start` on, come after it; entries that end before the last entry of the earlier run are
  /// dropped.
  void resume(const LedgerMemory& memory, Cause absence, LedgerTime start,
              const std::vector<Maintenance>& windows, const Topology& topology);

  std::vector<Entry>& all() { return entries_; }

  /// Enters the result of one look. `before`: the ledger's time at the look before.
  void look(Entry& entry, const Look& look, LedgerTime before, LedgerTime now,
            const Debounce& debounce);

  /// Nobody looked in that time.
  void enter_absence(const LedgerClock::Gap& gap, const std::vector<Maintenance>& windows,
                     const Topology& topology);

  /// At the end of each look: updates villages from their accesses, and decides which outage caused
  /// which.
  void follow(LedgerTime now);

  void shift(Milliseconds by);

  /// All ledgers are known up to this time; `now` if there are none.
  LedgerTime known_until(LedgerTime now) const;

  /// Records since the last call; the caller adds the heartbeat.
  LedgerRecords take_records();
  void drop_records() { records_ = {}; }

  /// States and outages. Totals hold up to `until`; `since` is left out without it.
  CoveragePicture picture(std::optional<LedgerTime> until) const;

  /// Intervals that ended before `time` are kept as totals only.
  void forget_before(LedgerTime time);

 private:
  struct Village {
    VillageLedger village;
    std::vector<std::size_t> members;  ///< Positions in entries_.
  };

  /// The state of one subject at the end of the run before.
  struct Earlier {
    LedgerEnd end;
    std::optional<Outage> open_outage;
  };

  SubjectLedger begin(const Subject& subject, LedgerTime start);
  void open_villages(const Topology& topology, const std::vector<SiteId>& judged, LedgerTime start);
  void close(SubjectLedger ledger);
  std::map<Subject, TimeRange> ranges_of_this_run(const LedgerMemory& memory,
                                                  LedgerTime start) const;
  void end_outages(const Earlier& before, const std::vector<Piece>& absence,
                   std::string& root_outage);
  void resume_ledger(SubjectLedger& ledger, const LedgerEnd& end, const std::vector<Piece>& absence,
                     LedgerTime start);
  void resume_closed(const LedgerEnd& end, Cause absence, LedgerTime start);
  void record_all(const SubjectLedger& ledger);
  void enter(SubjectLedger& ledger, const Piece& piece);
  void enter_change(SubjectLedger& ledger, SubjectLedger::Change change, const Look& look);
  void record(const Interval& interval);

  std::vector<Entry> entries_;
  std::vector<Village> villages_;
  std::map<Subject, SubjectLedger> kept_;    ///< Only during reopen().
  std::map<Subject, SubjectLedger> closed_;  ///< Not configured now; they continue if they are
                                             ///< configured again.
  OutageBook outages_;
  LedgerRecords records_;
};

}  // namespace commune::coverage
