#include "collectors/icmp/ledger.hpp"

#include <utility>

namespace commune::icmp {
namespace {

constexpr std::size_t kFirstSlots = 64;
constexpr std::size_t kMostSlots = 65536;  // As many as there are sequence numbers.
constexpr std::chrono::seconds kRemember{10};
// With every slot taken, how many are looked at for one whose request is over.
constexpr int kSearch = 1024;

}  // namespace

std::string_view to_string(Refusal refusal) {
  static constexpr std::string_view kNames[] = {"forged", "unknown", "duplicate", "late",
                                                "other_address"};
  return kNames[static_cast<std::size_t>(refusal)];
}

Ledger::Ledger() : slots_(kFirstSlots) {}

bool Ledger::in_use(const Slot& slot) {
  return slot.state == State::reserved || slot.state == State::outstanding;
}

bool Ledger::reusable(const Slot& slot, MonoTime now) {
  return slot.state == State::free || (!in_use(slot) && now - slot.probe.sent.mono > kRemember);
}

std::optional<std::uint16_t> Ledger::reserve(MonoTime now) {
  while (!reusable(slot(next_sequence_), now) && slots_.size() < kMostSlots)
    grow();
  for (int tries = 0; tries < kSearch; ++tries) {
    const std::uint16_t sequence = next_sequence_++;
    Slot& found = slot(sequence);
    if (in_use(found)) continue;
    found.sequence = sequence;
    found.state = State::reserved;
    return sequence;
  }
  return std::nullopt;
}

void Ledger::release(std::uint16_t sequence) {
  slot(sequence).state = State::free;
}

void Ledger::sent(std::uint16_t sequence, const Probe& probe) {
  slot(sequence) = {probe, sequence, State::outstanding};
  deadlines_.push({probe.sent.mono + probe.timeout, sequence});
  ++outstanding_;
}

// Two sequences that differ modulo the old size differ modulo the new one.
void Ledger::grow() {
  auto old = std::exchange(slots_, std::vector<Slot>(slots_.size() * 2));
  for (Slot& moved : old)
    if (moved.state != State::free) slot(moved.sequence) = moved;
}

tl::expected<Ledger::Slot*, Refusal> Ledger::match(const Echo& echo, const Address& peer) {
  Slot& found = slot(echo.sequence);
  if (found.sequence != echo.sequence || found.state == State::free ||
      found.state == State::reserved)
    return tl::unexpected(Refusal::unknown);
  if (echo.nonce && *echo.nonce != found.probe.nonce) return tl::unexpected(Refusal::forged);
  if (peer != found.probe.destination) return tl::unexpected(Refusal::other_address);
  if (found.state == State::answered) return tl::unexpected(Refusal::duplicate);
  return &found;
}

tl::expected<Answer, Refusal> Ledger::reply(const Echo& reply, const Address& from,
                                            const Arrival& arrival) {
  if (!reply.nonce) return tl::unexpected(Refusal::forged);
  const auto matched = match(reply, from);
  if (!matched) return tl::unexpected(matched.error());
  Slot& found = **matched;
  const auto took = round_trip(found.probe.sent, arrival);
  if (found.state == State::expired) {
    found.state = State::answered;  // A second late copy is a duplicate.
    return tl::unexpected(Refusal::late);
  }
  // Later than its timeout, but nobody looked: expire() closes it at the next look.
  if (took > found.probe.timeout) return tl::unexpected(Refusal::late);
  found.state = State::answered;
  --outstanding_;
  return Answer{found.probe.target, took};
}

tl::expected<TargetId, Refusal> Ledger::failed(const RequestError& error) {
  const auto matched = match(error.request, error.destination);
  if (!matched) return tl::unexpected(matched.error());
  Slot& found = **matched;
  if (found.state == State::expired) return tl::unexpected(Refusal::late);
  found.state = State::answered;
  --outstanding_;
  return found.probe.target;
}

std::optional<Probe> Ledger::expire(MonoTime now) {
  while (!deadlines_.empty() && deadlines_.top().at <= now) {
    const Deadline due = deadlines_.top();
    deadlines_.pop();
    Slot& found = slot(due.sequence);
    // Answered meanwhile, and its sequence perhaps on its way again.
    if (found.state != State::outstanding || found.sequence != due.sequence ||
        found.probe.sent.mono + found.probe.timeout != due.at)
      continue;
    found.state = State::expired;
    --outstanding_;
    return found.probe;
  }
  return std::nullopt;
}

}  // namespace commune::icmp
