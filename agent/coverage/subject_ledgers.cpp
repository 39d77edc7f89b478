#include "agent/coverage/subject_ledgers.hpp"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "core/model/outage_id.hpp"

namespace commune::coverage {
namespace {

Look look_of(const Interval& interval) {
  Look look;
  look.state = interval.state;
  look.cause = interval.cause;
  look.root_device = interval.root_device;
  look.since = interval.start;
  return look;
}

OutageBook::Blame blame_of(const Look& look) {
  return {look.cause, look.root_device, look.root_is_here};
}

Look unmeasured_look(Cause cause) {
  Look look;
  look.cause = cause;
  return look;
}

bool is_judged(const Topology& topology, const std::vector<SiteId>& judged, SiteIndex site) {
  return std::find(judged.begin(), judged.end(), topology.site(site).id) != judged.end();
}

Subject subject_of(const Site& site, Access access) {
  return {site.village, site.id, access};
}

/// If the gateway and the access points use the same mains, the gateway's power cut is theirs too.
Look absence_look(const Topology& topology, const SubjectLedger& ledger, SiteIndex site,
                  Cause cause) {
  const bool own_mains = topology.vantage() == site && topology.site(site).power == Power::shared;
  const bool fed_by_mains = ledger.subject().access != Access::mobile;
  Look look = unmeasured_look(cause);
  if (cause != Cause::power_cut || !own_mains || !fed_by_mains) return look;
  look.state = State::down;
  look.cause = Cause::power;
  look.root_is_here = true;
  if (const auto entry = topology.entry_of(site)) look.root_device = topology.device(*entry).id;
  return look;
}

}  // namespace

void SubjectLedgers::open(const Topology& topology, const std::vector<SiteId>& judged,
                          LedgerTime start) {
  for (SiteIndex site = 0; site < topology.inventory().sites.size(); ++site) {
    if (!is_judged(topology, judged, site)) continue;
    for (const Access access : topology.site(site).accesses)
      entries_.push_back({begin(subject_of(topology.site(site), access), start), site, access});
  }
  open_villages(topology, judged, start);
}

SubjectLedger SubjectLedgers::begin(const Subject& subject, LedgerTime start) {
  if (auto kept = kept_.extract(subject)) return std::move(kept.mapped());
  auto closed = closed_.extract(subject);
  if (!closed) {
    SubjectLedger ledger(subject, start, Cause::no_evidence);
    record(ledger.current());
    return ledger;
  }
  SubjectLedger ledger = std::move(closed.mapped());
  enter(ledger, {unmeasured_look(Cause::not_configured), ledger.known_until(), start});
  enter(ledger, {unmeasured_look(Cause::no_evidence), start, start});
  return ledger;
}

void SubjectLedgers::open_villages(const Topology& topology, const std::vector<SiteId>& judged,
                                   LedgerTime start) {
  std::set<VillageId> judged_villages;
  for (SiteIndex site = 0; site < topology.inventory().sites.size(); ++site)
    if (is_judged(topology, judged, site)) judged_villages.insert(topology.site(site).village);
  for (const commune::Village& village : topology.inventory().villages) {
    if (!judged_villages.contains(village.id)) continue;
    Village made{VillageLedger(begin({village.id, {}, {}}, start)), {}};
    for (std::size_t i = 0; i < entries_.size(); ++i)
      if (entries_[i].ledger.subject().village == village.id &&
          (entries_[i].access == Access::wifi || entries_[i].access == Access::mobile))
        made.members.push_back(i);
    villages_.push_back(std::move(made));
  }
}

void SubjectLedgers::reopen(const Topology& topology, const std::vector<SiteId>& judged,
                            LedgerTime now) {
  for (Entry& entry : std::exchange(entries_, {}))
    kept_.emplace(entry.ledger.subject(), std::move(entry.ledger));
  for (Village& village : std::exchange(villages_, {}))
    kept_.emplace(village.village.ledger().subject(), std::move(village.village.ledger()));
  open(topology, judged, now);
  for (const auto& [subject, ledger] : std::exchange(kept_, {}))
    close(ledger);
}

void SubjectLedgers::close(SubjectLedger ledger) {
  const Subject subject = ledger.subject();
  if (const auto blame = outages_.close_outage(subject, ledger.known_until()))
    ledger.refine(blame->cause, blame->root_device);
  Interval last = ledger.current();
  last.open = false;
  record(last);
  closed_.insert_or_assign(subject, std::move(ledger));
}

void SubjectLedgers::resume(const LedgerMemory& memory, Cause absence, LedgerTime start,
                            const std::vector<Maintenance>& windows, const Topology& topology) {
  start = std::max(start, last_word(memory));
  outages_.restore_counts(memory.ended_outages);
  std::map<Subject, Earlier> earlier;
  for (const LedgerEnd& end : memory.ends)
    earlier.emplace(end.last.subject, Earlier{end, std::nullopt});
  for (const Outage& outage : memory.open_outages)
    if (const auto found = earlier.find(outage.subject); found != earlier.end())
      found->second.open_outage = outage;
  outages_.clip(ranges_of_this_run(memory, start));
  std::string root_outage;
  for (Entry& entry : entries_) {
    const auto before = earlier.extract(entry.ledger.subject());
    if (!before) {
      record_all(entry.ledger);
      continue;
    }
    const LedgerEnd& end = before.mapped().end;
    const Cause cause = end.last.open ? absence : Cause::not_configured;
    const Look look = absence_look(topology, entry.ledger, entry.site, cause);
    const auto gap = pieces(look, {end.last.end, start}, windows, topology.site(entry.site));
    end_outages(before.mapped(), gap, root_outage);
    resume_ledger(entry.ledger, end, gap, start);
  }
  for (Village& village : villages_) {
    const auto before = earlier.extract(village.village.ledger().subject());
    if (!before) {
      record_all(village.village.ledger());
      continue;
    }
    // A village's absence follows from its accesses.
    const LedgerEnd& end = before.mapped().end;
    const Piece gap{unmeasured_look(Cause::not_instrumented), end.last.end, start};
    village.village.ledger() = SubjectLedger(end.last, end.totals);
    if (village.members.empty()) enter(village.village.ledger(), gap);
  }
  for (auto& [subject, before] : earlier) {
    end_outages(before, {}, root_outage);
    resume_closed(before.end, absence, start);
  }
}

std::map<Subject, TimeRange> SubjectLedgers::ranges_of_this_run(const LedgerMemory& memory,
                                                                LedgerTime start) const {
  std::map<Subject, TimeRange> ranges;
  for (const LedgerEnd& end : memory.ends)
    ranges[end.last.subject] = {start, start};
  const auto lasts = [&](const SubjectLedger& ledger) {
    if (const auto found = ranges.find(ledger.subject()); found != ranges.end())
      found->second.to = ledger.known_until();
  };
  for (const Entry& entry : entries_)
    lasts(entry.ledger);
  for (const auto& [subject, ledger] : closed_)
    lasts(ledger);
  return ranges;
}

// Not configured when this run began, or no longer configured.
void SubjectLedgers::resume_closed(const LedgerEnd& end, Cause absence, LedgerTime start) {
  const auto closed = closed_.find(end.last.subject);
  if (closed == closed_.end()) {
    if (end.last.open)
      close(SubjectLedger(end.last, end.totals));
    else
      closed_.emplace(end.last.subject, SubjectLedger(end.last, end.totals));
    return;
  }
  const Cause cause = end.last.open ? absence : Cause::not_configured;
  resume_ledger(closed->second, end, {{unmeasured_look(cause), end.last.end, start}}, start);
  Interval last = closed->second.current();
  last.open = false;
  record(last);
}

// An outage of the run before ends with its last known time, unless its absence is down too.
void SubjectLedgers::end_outages(const Earlier& before, const std::vector<Piece>& absence,
                                 std::string& root_outage) {
  std::optional<Outage> outage = before.open_outage;
  LedgerTime until = before.end.last.end;
  for (const Piece& piece : absence) {
    if (piece.look.state == State::down) {
      if (!outage) {
        outage = Outage{outage_id(before.end.last.subject, piece.from),
                        before.end.last.subject,
                        piece.from,
                        {},
                        piece.look.cause,
                        piece.look.root_device,
                        {},
                        {}};
        // One power cut took down everything on these mains.
        if (root_outage.empty()) root_outage = outage->id;
        outage->root_outage = root_outage;
      }
      until = piece.to;
    } else if (outage) {
      outages_.close_earlier_outage(*std::exchange(outage, std::nullopt), until);
    }
  }
  if (outage) outages_.close_earlier_outage(*outage, until);
}

void SubjectLedgers::resume_ledger(SubjectLedger& ledger, const LedgerEnd& end,
                                   const std::vector<Piece>& absence, LedgerTime start) {
  std::vector<Piece> rest = absence;
  // Two runs never share an interval. If nothing of this run is after `start`, it begins like any
  // other.
  rest.push_back({unmeasured_look(Cause::no_evidence), start, start});
  for (const Interval& interval : ledger.intervals())
    if (interval.end > start) rest.push_back({look_of(interval), interval.start, interval.end});
  ledger = SubjectLedger(end.last, end.totals);
  // Its outages are in the book already.
  for (const Piece& piece : rest)
    if (const auto change = ledger.enter(piece.look, piece.from, piece.to)) {
      record(change->ended);
      record(change->begun);
    }
}

void SubjectLedgers::record_all(const SubjectLedger& ledger) {
  for (const Interval& interval : ledger.intervals())
    record(interval);
}

void SubjectLedgers::look(Entry& entry, const Look& look, LedgerTime before, LedgerTime now,
                          const Debounce& debounce) {
  const auto change = entry.ledger.look(look, now, debounce);
  if (change) enter_change(entry.ledger, *change, look);
  if (entry.ledger.current().state != State::down || look.state != State::down) return;
  const LedgerTime counted = change ? change->begun.start : before;
  const auto blame =
      outages_.continue_outage(entry.ledger.subject(), blame_of(look), now - counted);
  if (blame && entry.ledger.refine(blame->cause, blame->root_device))
    record(entry.ledger.current());
}

void SubjectLedgers::enter_absence(const LedgerClock::Gap& gap,
                                   const std::vector<Maintenance>& windows,
                                   const Topology& topology) {
  const Look look = unmeasured_look(gap.cause);
  for (Entry& entry : entries_)
    for (const Piece& piece : pieces(look, {gap.from, gap.to}, windows, topology.site(entry.site)))
      enter(entry.ledger, piece);
}

void SubjectLedgers::enter(SubjectLedger& ledger, const Piece& piece) {
  if (const auto change = ledger.enter(piece.look, piece.from, piece.to))
    enter_change(ledger, *change, piece.look);
}

void SubjectLedgers::enter_change(SubjectLedger& ledger, SubjectLedger::Change change,
                                  const Look& look) {
  const Subject& subject = ledger.subject();
  if (const auto blame = outages_.close_outage(subject, change.ended.end))
    ledger.settle(change, blame->cause, blame->root_device);
  record(change.ended);
  record(change.begun);
  if (!subject.is_village() && change.begun.state == State::down)
    outages_.open_outage(subject, change.begun.start, blame_of(look));
}

void SubjectLedgers::record(const Interval& interval) {
  // An interval without length began and was replaced at the same moment: its key is reused.
  if (!interval.open && interval.end <= interval.start) return;
  records_.intervals.push_back(interval);
}

void SubjectLedgers::follow(LedgerTime now) {
  outages_.settle();
  for (Village& village : villages_) {
    std::vector<const SubjectLedger*> members;
    for (const std::size_t member : village.members)
      members.push_back(&entries_[member].ledger);
    village.village.follow(members, now, [this](const SubjectLedger::Change& change) {
      record(change.ended);
      record(change.begun);
    });
  }
}

void SubjectLedgers::shift(Milliseconds by) {
  for (Entry& entry : entries_)
    entry.ledger.shift(by);
  for (Village& village : villages_)
    village.village.ledger().shift(by);
  for (auto& [subject, ledger] : closed_)
    ledger.shift(by);
  outages_.shift(by);
}

LedgerTime SubjectLedgers::known_until(LedgerTime now) const {
  LedgerTime until = now;
  for (const Entry& entry : entries_)
    until = std::min(until, entry.ledger.known_until());
  for (const Village& village : villages_)
    until = std::min(until, village.village.ledger().known_until());
  return until;
}

LedgerRecords SubjectLedgers::take_records() {
  records_.outages = outages_.take_changes();
  return std::exchange(records_, {});
}

CoveragePicture SubjectLedgers::picture(std::optional<LedgerTime> until) const {
  const auto status = [&](const SubjectLedger& ledger) {
    const Interval current = ledger.current();
    SubjectStatus made;
    made.subject = current.subject;
    made.state = current.state;
    made.cause = current.cause;
    made.root_device = current.root_device;
    if (until) {
      made.since = current.start;
      made.totals = ledger.totals(*until);
    }
    return made;
  };
  CoveragePicture picture;
  for (const Entry& entry : entries_)
    picture.accesses.push_back(status(entry.ledger));
  for (const Village& village : villages_)
    picture.villages.push_back(status(village.village.ledger()));
  picture.open_outages = outages_.open();
  for (const Entry& entry : entries_)
    for (const auto& [cause, count] : outages_.ended(entry.ledger.subject()))
      picture.ended_outages.push_back({entry.ledger.subject(), cause, count});
  std::sort(picture.ended_outages.begin(), picture.ended_outages.end(),
            [](const OutageCount& a, const OutageCount& b) {
              return std::tie(a.subject, a.cause) < std::tie(b.subject, b.cause);
            });
  return picture;
}

void SubjectLedgers::forget_before(LedgerTime time) {
  // Villages follow their accesses.
  for (const Village& village : villages_)
    time = std::min(time, village.village.ledger().known_until());
  for (Entry& entry : entries_)
    entry.ledger.forget_before(time);
  for (Village& village : villages_)
    village.village.ledger().forget_before(time);
}

}  // namespace commune::coverage
