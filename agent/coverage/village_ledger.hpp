// The ledger of a village as a whole: at each moment the best of its public wifi and mobile
// accesses, according to their own ledgers.
#pragma once

#include <functional>
#include <vector>

#include "agent/coverage/subject_ledger.hpp"

namespace commune::coverage {

/// Not thread-safe.
class VillageLedger {
 public:
  using OnChange = std::function<void(const SubjectLedger::Change&)>;

  explicit VillageLedger(SubjectLedger ledger) : ledger_(std::move(ledger)) {}

  /// Follows its members up to the time at which all are known, or to `now` if there are none.
  /// Calls `on_change` for each change.
  void follow(const std::vector<const SubjectLedger*>& members, LedgerTime now,
              const OnChange& on_change);

  SubjectLedger& ledger() { return ledger_; }
  const SubjectLedger& ledger() const { return ledger_; }

 private:
  SubjectLedger ledger_;
};

}  // namespace commune::coverage
