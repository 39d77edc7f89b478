#include "collectors/service/dns_round.hpp"

#include <utility>

#include "collectors/service/dns_check.hpp"

namespace commune::service {

DnsRound::DnsRound(const Probe& probe, EventLoop& loop, Done done)
    : Round(probe, loop, std::move(done)), begun_(now().mono), query_(loop, probe.resolver) {
  query_.record(probe_.dns.name, probe_.dns.record,
                [this](const Result<std::vector<std::uint8_t>>& message) { answered(message); });
}

void DnsRound::answered(const Result<std::vector<std::uint8_t>>& message) {
  const auto took = now().mono - begun_;
  outcome_.phases.add(Phase::processing, took);
  if (!message) return fail_by(Reason::connect, message.error().what);
  outcome_.round_trip = took;
  Outcome judged = judge_dns_answer(probe_.dns, *message);
  outcome_.failure = std::move(judged.failure);
  outcome_.answers = std::move(judged.answers);
  finish();
}

void DnsRound::give_up() {
  outcome_.phases.add(Phase::processing, now().mono - begun_);
  outcome_.failure = Failure{Reason::timeout, query_.no_answer_text()};
}

}  // namespace commune::service
