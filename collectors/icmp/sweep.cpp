#include "collectors/icmp/sweep.hpp"

#include <algorithm>
#include <utility>

#include "core/net/icmp/failure_text.hpp"

namespace commune::icmp {
namespace {

// As in the collector: replies wait for the tick, and the kernel notes when they arrive.
constexpr Milliseconds kTick{50};

// Time that was missed (a stalled loop, a suspended machine) is not made up for: a tenth of a
// second's worth, or one packet, is the most that leaves at once.
double most_at_once(double per_second) {
  return std::max(1.0, per_second / 10);
}

std::uint16_t random_id(NonceSource& nonces) {
  const Nonce bytes = nonces.next();
  return static_cast<std::uint16_t>(bytes[0] << 8 | bytes[1]);
}

}  // namespace

std::size_t Sweep::AddressHash::operator()(const Address& address) const {
  return std::hash<std::string>{}(address.to_string());
}

Sweep::Sweep(EventLoop& loop, SweepOptions options, OnAnswer on_answer, OnEnd on_end)
    : options_(std::move(options)),
      on_answer_(std::move(on_answer)),
      on_end_(std::move(on_end)),
      timer_(loop.context()),
      allowance_(options_.per_second, most_at_once(options_.per_second), 1) {
  allowance_.available(now().mono);  // time counts from here
  figures_.addresses = options_.addresses.size();
  count_left();
}

Result<void> Sweep::start() {
  for (const Family family : {Family::v4, Family::v6}) {
    if (!options_.addresses.has(family)) continue;
    auto opened = EchoSocket::open(family, random_id(nonces_));
    if (!opened) return tl::unexpected(Error{"ICMP", no_socket_text(family, opened.error())});
    Lane& lane = lanes_[static_cast<std::size_t>(family)];
    lane.socket = std::move(*opened);
    lane.last_read = now().mono;
  }
  wait();
  return {};
}

void Sweep::wait() {
  timer_.expires_after(kTick);
  timer_.async_wait(lifetime_.guard([this](std::error_code error) {
    if (!error) tick();
  }));
}

void Sweep::tick() {
  const Moment now = commune::now();
  for (Lane& lane : lanes_) {
    if (lane.socket) receive(lane);
    expire(lane, now.mono);
  }
  send_due(now);
  count_left();
  if (figures_.asked < figures_.addresses || outstanding()) return wait();
  // The timeouts of this round are over. The next round asks those that were silent, if any.
  if (figures_.round == options_.rounds || figures_.answered == figures_.addresses) {
    figures_.requests_left = 0;
    return on_end_();
  }
  ++figures_.round;
  figures_.asked = 0;
  wait();
}

void Sweep::receive(Lane& lane) {
  incoming_.clear();
  const MonoTime begun = now().mono;
  lane.socket->receive(incoming_);
  const MonoTime read = now().mono;
  for (const Incoming& packet : incoming_)
    handle_packet(lane, packet, {packet.kernel, lane.last_read, read});
  lane.last_read = begun;
}

void Sweep::handle_packet(Lane& lane, const Incoming& packet, const Arrival& arrival) {
  if (const auto* error = std::get_if<RequestError>(&packet.message)) {
    // "Unreachable" counts as silence at once; the next round asks again nevertheless.
    static_cast<void>(lane.requests.failed(*error));
    return;
  }
  const auto* reply = std::get_if<EchoReply>(&packet.message);
  if (!reply) return;
  const auto answer = lane.requests.reply(reply->echo, packet.from, arrival);
  // A late reply counts here: it shows that the address is in use.
  if (!answer && answer.error() != Refusal::late) return;
  if (!answered_.insert(packet.from).second) return;
  ++figures_.answered;
  on_answer_(packet.from);
}

void Sweep::expire(Lane& lane, MonoTime now) {
  while (lane.requests.expire(now)) {
  }
}

void Sweep::send_due(Moment now) {
  std::size_t left = allowance_.available(now.mono);
  while (left > 0 && figures_.asked < figures_.addresses) {
    const Address address = options_.addresses.at(figures_.asked);
    if (!answered_.contains(address)) {
      if (!prepare(address, now.mono)) break;
      --left;
      ++figures_.sent;
      allowance_.spend(1);
    }
    ++figures_.asked;
  }
  for (Lane& lane : lanes_)
    if (!lane.outgoing.empty()) send(lane);
}

// False while all sequence numbers are in use.
bool Sweep::prepare(const Address& address, MonoTime now) {
  Lane& lane = lanes_[static_cast<std::size_t>(family_of(address))];
  const auto sequence = lane.requests.reserve(now);
  if (!sequence) return false;
  lane.outgoing.push_back({address, *sequence, nonces_.next(), sizeof(Nonce), {}, 0});
  return true;
}

void Sweep::send(Lane& lane) {
  lane.socket->send(lane.outgoing);
  for (const Outgoing& request : lane.outgoing) {
    if (request.error == 0) {
      lane.requests.sent(request.sequence,
                         {TargetId{}, request.to, request.nonce, request.sent, options_.timeout});
      continue;
    }
    lane.requests.release(request.sequence);
    ++figures_.refused;
    send_failure_ = send_failure_text(request.error, request.to);
  }
  lane.outgoing.clear();
}

bool Sweep::outstanding() const {
  return std::any_of(lanes_.begin(), lanes_.end(),
                     [](const Lane& lane) { return lane.requests.outstanding() > 0; });
}

void Sweep::count_left() {
  const auto later = static_cast<std::uint64_t>(options_.rounds - figures_.round);
  figures_.requests_left =
      figures_.addresses - figures_.asked + later * (figures_.addresses - figures_.answered);
}

}  // namespace commune::icmp
