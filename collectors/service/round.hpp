// One round of a probe: everything from the first question about a name to the last byte.
#pragma once

#include <functional>
#include <memory>

#include "collectors/service/options.hpp"
#include "collectors/service/outcome.hpp"
#include "core/runtime/event_loop.hpp"
#include "core/runtime/lifetime.hpp"

namespace commune::service {

class TransferLoop;

/// Belongs to the loop's thread. Calls `done` once, at its timeout at the latest, unless it is
/// destroyed before. It may be destroyed within `done`.
class Round {
 public:
  using Done = std::function<void(Outcome)>;

  virtual ~Round() = default;
  Round(const Round&) = delete;
  Round& operator=(const Round&) = delete;

 protected:
  Round(const Probe& probe, EventLoop& loop, Done done);

  /// Stops the round and records in the outcome how far it came.
  virtual void give_up() = 0;

  /// Calls `done` with the outcome, later. Only the first call has an effect.
  void finish();
  void fail_by(Reason reason, std::string text);

  const Probe probe_;
  EventLoop& loop_;
  Outcome outcome_;

 private:
  Done done_;
  bool finished_ = false;
  asio::steady_timer deadline_;
  Lifetime lifetime_;
};

/// The transfer loop is for probes by HTTP, TCP and TLS; it outlives the round.
std::unique_ptr<Round> start_round(const Probe& probe, EventLoop& loop, TransferLoop& transfers,
                                   Round::Done done);

}  // namespace commune::service
