// The ledger of a village as a whole: at each moment the best of its public wifi and mobile
// accesses, as their own ledgers say.
#pragma once

#include <functional>
#include <vector>

#include "agent/coverage/subject_ledger.hpp"

namespace commune::coverage {

/// Not thread-safe.
class VillageLedger {
 public:
  using Told = std::function<void(const SubjectLedger::Change&)>;

  explicit VillageLedger(SubjectLedger ledger) : ledger_(std::move(ledger)) {}

  /// Follows its members as far as all are known, or to `now` where there are none. `told` hears
  /// of each change.
  void follow(const std::vector<const SubjectLedger*>& members, LedgerTime now, const Told& told);

  SubjectLedger& ledger() { return ledger_; }
  const SubjectLedger& ledger() const { return ledger_; }

 private:
  SubjectLedger ledger_;
};

}  // namespace commune::coverage
