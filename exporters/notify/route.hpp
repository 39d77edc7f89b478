// How far one message has come along its recipient's addresses: which is tried next, and when.
#pragma once

#include <cstddef>

#include "core/model/coverage.hpp"

namespace commune::notify {

/// Forgotten with the process: after a restart a message begins with the first address again.
struct Route {
  std::size_t address = 0;  ///< Position in Recipient::addresses.
  int tries = 0;            ///< At this address in this round.
  int rounds = 0;           ///< Times that all addresses were tried in vain.
  LedgerTime next{};        ///< Not before.

  /// Whether it may be tried; a wall clock that was set back must not make it wait.
  bool is_due(LedgerTime now) const;

  /// To the next address; after the last to the first again, later each time (up to 10 minutes).
  void go_on(std::size_t addresses, LedgerTime now);

  /// Once more at the same address after 2 s, then 10 s, or as long as the far end asked for; then
  /// go_on().
  void try_again(std::size_t addresses, LedgerTime now, std::chrono::seconds asked);
};

}  // namespace commune::notify
