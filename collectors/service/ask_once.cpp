#include "collectors/service/ask_once.hpp"

#include <utility>

#include "collectors/service/round.hpp"
#include "collectors/service/transfer.hpp"
#include "core/runtime/event_loop.hpp"

namespace commune::service {

Outcome ask_once(const Probe& probe) {
  EventLoop loop;
  TransferLoop transfers(loop);
  Outcome ended;
  const auto round = start_round(probe, loop, transfers, [&](Outcome outcome) {
    ended = std::move(outcome);
    loop.context().stop();
  });
  loop.run();
  return ended;
}

}  // namespace commune::service
