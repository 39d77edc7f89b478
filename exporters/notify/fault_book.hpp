// Which faults are open, and which messages what is heard of them makes: one when a fault begins,
// one when its end is certain, none besides. Everything it decides is on disk before it returns.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "core/model/result.hpp"
#include "exporters/notify/fault_store.hpp"
#include "exporters/notify/options.hpp"

namespace commune::notify {

/// Not thread-safe. `options` and `store` outlive it.
class FaultBook {
 public:
  FaultBook(const Options& options, FaultStore& store) : options_(options), store_(store) {}

  /// What Alertmanager says, for the contact that the webhook's address names (or nobody). All or
  /// nothing: after an error Alertmanager is to say it again.
  Result<void> receive_alerts(const std::vector<Alert>& alerts, std::string_view contact,
                              LedgerTime now);

  /// A question to Prometheus: whether a fault's end is certain.
  struct Question {
    std::int64_t fault = 0;
    FaultState state = FaultState::ending;  ///< The fault's state when it was asked.
    std::string expression;
  };
  std::vector<Question> questions(LedgerTime now);

  /// `holds`: Prometheus has an answer to the expression. Not called if Prometheus does not answer.
  Result<void> answered(const Question& question, bool holds, LedgerTime now);

  /// Ends what has waited for its confirmation in vain, and forgets what is long over. Once a
  /// minute or so.
  Result<void> tidy(LedgerTime now);

 private:
  /// How the looks at one fault went; forgotten with the process, which costs some minutes.
  struct Looks {
    LedgerTime next{};
    int in_a_row = 0;
    LedgerTime first_held{};
    bool was_doubtful = false;  ///< Asked before, and the end was not certain.
  };

  std::string recipient_for(std::string_view contact) const;
  void take_one(const Alert& alert, const std::string& recipient, LedgerTime now);
  void take_firing(const Alert& alert, const std::string& recipient, LedgerTime now);
  void take_resolved(const Alert& alert, const std::string& recipient, LedgerTime now);
  bool must_be_confirmed(const Fault& fault) const;
  void end_fault(Fault fault, LedgerTime until, LedgerTime now);
  bool is_due(const Fault& fault, LedgerTime now) const;

  const Options& options_;
  FaultStore& store_;
  std::map<std::int64_t, Looks> looks_;
};

}  // namespace commune::notify
