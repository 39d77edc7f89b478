#include "collectors/service/echo_round.hpp"

#include <utility>

#include "core/net/icmp/failure_text.hpp"
#include "core/net/icmp/nonce_source.hpp"

#include <fmt/format.h>

namespace commune::service {
namespace {

// One lost packet is not a failure of the service.
constexpr Milliseconds kAgainAfter{1'000};

std::uint16_t number_at(const icmp::Nonce& bytes, std::size_t at) {
  return static_cast<std::uint16_t>(bytes[at] << 8 | bytes[at + 1]);
}

bool fits(const Address& address, FamilyChoice family) {
  return family == FamilyChoice::any || (family == FamilyChoice::ipv4) == address.is_v4();
}

}  // namespace

EchoRound::EchoRound(const Probe& probe, EventLoop& loop, Done done)
    : Round(probe, loop, std::move(done)),
      begun_(now().mono),
      again_(loop.context()),
      watch_(loop, [this](int, bool, bool) { receive(); }) {
  if (const auto numeric = numeric_address(probe_.host))
    ping(*numeric);
  else
    look_up();
}

void EchoRound::look_up() {
  query_ = std::make_unique<NameQuery>(loop_, probe_.resolver);
  query_->addresses(probe_.host, probe_.family,
                    [this](const Result<std::vector<Address>>& found) { resolved(found); });
}

void EchoRound::resolved(const Result<std::vector<Address>>& found) {
  query_.reset();
  const MonoTime at = now().mono;
  outcome_.phases.add(Phase::resolve, at - std::exchange(begun_, at));
  if (found) return ping(found->front());
  fail_by(Reason::resolve, fmt::format("cannot resolve {}: {}", probe_.host, found.error().what));
}

void EchoRound::ping(const Address& to) {
  if (!fits(to, probe_.family))
    return fail_by(Reason::connect,
                   fmt::format("{} is not an {} address", probe_.host,
                               probe_.family == FamilyChoice::ipv4 ? "IPv4" : "IPv6"));
  to_ = to;
  icmp::NonceSource random;
  const icmp::Nonce numbers = random.next();
  nonce_ = random.next();
  first_sequence_ = number_at(numbers, 0);
  auto opened = icmp::EchoSocket::open(family_of(to), number_at(numbers, 2));
  if (!opened) return fail_by(Reason::connect, icmp::no_socket_text(family_of(to), opened.error()));
  socket_ = std::move(*opened);
  watch_.want(socket_->descriptor(), true, false);
  send();
}

void EchoRound::send() {
  icmp::Outgoing request{to_,    static_cast<std::uint16_t>(first_sequence_ + requests_),
                         nonce_, sizeof(icmp::Nonce),
                         {},     0};
  socket_->send({&request, 1});
  if (request.error != 0)
    return fail_by(Reason::connect, icmp::send_failure_text(request.error, to_));
  sent_[requests_++] = request.sent.mono;
  if (requests_ == kMostRequests) return;
  again_.expires_after(kAgainAfter);
  again_.async_wait(lifetime_.guard([this](std::error_code error) {
    if (!error) send();
  }));
}

void EchoRound::receive() {
  std::vector<icmp::Incoming> packets;
  socket_->receive(packets);
  for (const icmp::Incoming& packet : packets) {
    const auto* reply = std::get_if<icmp::EchoReply>(&packet.message);
    const auto* error = std::get_if<icmp::RequestError>(&packet.message);
    if (!reply && !error) continue;
    const icmp::Echo& echo = reply ? reply->echo : error->request;
    const auto request = static_cast<std::uint16_t>(echo.sequence - first_sequence_);
    if (request >= requests_ || (echo.nonce && *echo.nonce != nonce_)) continue;
    if (reply && echo.nonce && packet.from == to_) return answered(request);
    if (error && error->destination == to_) {
      outcome_.phases.add(Phase::processing, now().mono - begun_);
      return fail_by(Reason::connect,
                     icmp::unreachable_text(family_of(to_), error->type, error->code, packet.from));
    }
  }
}

void EchoRound::answered(std::size_t request) {
  const MonoTime at = now().mono;
  outcome_.round_trip = at - sent_[request];
  outcome_.phases.add(Phase::processing, at - begun_);
  again_.cancel();
  finish();
}

void EchoRound::give_up() {
  const auto passed = now().mono - begun_;
  if (query_) {
    outcome_.phases.add(Phase::resolve, passed);
    outcome_.failure = Failure{Reason::resolve, fmt::format("cannot resolve {}: {}", probe_.host,
                                                            query_->no_answer_text())};
    return;
  }
  outcome_.phases.add(Phase::processing, passed);
  outcome_.failure = Failure{Reason::timeout, icmp::timeout_text(probe_.timeout)};
}

}  // namespace commune::service
