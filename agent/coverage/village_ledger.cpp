#include "agent/coverage/village_ledger.hpp"

#include <algorithm>

#include "agent/coverage/judgement.hpp"

namespace commune::coverage {
namespace {

Look look_at(const std::vector<const SubjectLedger*>& members, LedgerTime time) {
  Look best;
  best.cause = Cause::not_instrumented;
  bool first = true;
  for (const SubjectLedger* member : members) {
    const Interval& interval = member->at(time);
    if (!first && best_of(best.state, interval.state) == best.state) continue;
    first = false;
    best.state = interval.state;
    best.cause = interval.cause;
    best.root_device = interval.root_device;
  }
  return best;
}

}  // namespace

void VillageLedger::follow(const std::vector<const SubjectLedger*>& members, LedgerTime now,
                           const OnChange& on_change) {
  LedgerTime until = now;
  for (const SubjectLedger* member : members)
    until = std::min(until, member->known_until());
  for (LedgerTime time = ledger_.known_until(); time < until;) {
    LedgerTime next = until;
    for (const SubjectLedger* member : members)
      if (const Interval& interval = member->at(time); !interval.open)
        next = std::min(next, interval.end);
    const Look look = look_at(members, time);
    if (const auto change = ledger_.enter(look, time, next)) on_change(*change);
    time = next;
  }
}

}  // namespace commune::coverage
