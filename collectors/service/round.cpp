#include "collectors/service/round.hpp"

#include <utility>

#include "collectors/service/dns_round.hpp"
#include "collectors/service/echo_round.hpp"
#include "collectors/service/visit_round.hpp"

namespace commune::service {

Round::Round(const Probe& probe, EventLoop& loop, Done done)
    : probe_(probe), loop_(loop), done_(std::move(done)), deadline_(loop.context()) {
  deadline_.expires_after(probe_.timeout);
  deadline_.async_wait(lifetime_.guard([this](std::error_code error) {
    if (error || finished_) return;
    give_up();
    finish();
  }));
}

void Round::finish() {
  if (std::exchange(finished_, true)) return;
  deadline_.cancel();
  loop_.post(lifetime_.guard([this] {
    const Done done = std::exchange(done_, {});
    Outcome outcome = std::move(outcome_);
    done(std::move(outcome));
  }));
}

void Round::fail_by(Reason reason, std::string text) {
  outcome_.failure = Failure{reason, std::move(text)};
  finish();
}

std::unique_ptr<Round> start_round(const Probe& probe, EventLoop& loop, TransferLoop& transfers,
                                   Round::Done done) {
  if (probe.kind == Kind::dns) return std::make_unique<DnsRound>(probe, loop, std::move(done));
  if (probe.kind == Kind::icmp) return std::make_unique<EchoRound>(probe, loop, std::move(done));
  return std::make_unique<VisitRound>(probe, loop, transfers, std::move(done));
}

}  // namespace commune::service
