#include "collectors/icmp/outstanding_requests.hpp"

#include <utility>

namespace commune::icmp {
namespace {

constexpr std::size_t kFirstSlots = 64;
constexpr std::size_t kMostSlots = 65536;  // As many as there are sequence numbers.
constexpr std::chrono::seconds kRemember{10};
// How many slots are searched for a request that is over when every slot is taken.
constexpr int kSearch = 1024;

}  // namespace

std::string_view to_string(Refusal refusal) {
  static constexpr std::string_view kNames[] = {"forged", "unknown", "duplicate", "late",
                                                "other_address"};
  return kNames[static_cast<std::size_t>(refusal)];
}

OutstandingRequests::OutstandingRequests() : slots_(kFirstSlots) {}

bool OutstandingRequests::in_use(const Slot& slot) {
  return slot.state == State::reserved || slot.state == State::outstanding;
}

bool OutstandingRequests::reusable(const Slot& slot, MonoTime now) {
  return slot.state == State::free || (!in_use(slot) && now - slot.request.sent.mono > kRemember);
}

std::optional<std::uint16_t> OutstandingRequests::reserve(MonoTime now) {
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

void OutstandingRequests::release(std::uint16_t sequence) {
  slot(sequence).state = State::free;
}

void OutstandingRequests::sent(std::uint16_t sequence, const SentRequest& request) {
  slot(sequence) = {request, sequence, State::outstanding};
  deadlines_.push({request.sent.mono + request.timeout, sequence});
  ++outstanding_;
}

// Two sequences that differ modulo the old size differ modulo the new one.
void OutstandingRequests::grow() {
  auto old = std::exchange(slots_, std::vector<Slot>(slots_.size() * 2));
  for (Slot& moved : old)
    if (moved.state != State::free) slot(moved.sequence) = moved;
}

tl::expected<OutstandingRequests::Slot*, Refusal> OutstandingRequests::match(const Echo& echo,
                                                                             const Address& peer) {
  Slot& found = slot(echo.sequence);
  if (found.sequence != echo.sequence || found.state == State::free ||
      found.state == State::reserved)
    return tl::unexpected(Refusal::unknown);
  if (echo.nonce && *echo.nonce != found.request.nonce) return tl::unexpected(Refusal::forged);
  if (peer != found.request.destination) return tl::unexpected(Refusal::other_address);
  if (found.state == State::answered) return tl::unexpected(Refusal::duplicate);
  return &found;
}

tl::expected<Answer, Refusal> OutstandingRequests::reply(const Echo& reply, const Address& from,
                                                         const Arrival& arrival) {
  if (!reply.nonce) return tl::unexpected(Refusal::forged);
  const auto matched = match(reply, from);
  if (!matched) return tl::unexpected(matched.error());
  Slot& found = **matched;
  const auto took = round_trip(found.request.sent, arrival);
  if (found.state == State::expired) {
    found.state = State::answered;  // A second late copy is a duplicate.
    return tl::unexpected(Refusal::late);
  }
  // The timeout has passed, but expire() was not called since: it closes the request next time.
  if (took > found.request.timeout) return tl::unexpected(Refusal::late);
  found.state = State::answered;
  --outstanding_;
  return Answer{found.request.target, took};
}

tl::expected<TargetId, Refusal> OutstandingRequests::failed(const RequestError& error) {
  const auto matched = match(error.request, error.destination);
  if (!matched) return tl::unexpected(matched.error());
  Slot& found = **matched;
  if (found.state == State::expired) return tl::unexpected(Refusal::late);
  found.state = State::answered;
  --outstanding_;
  return found.request.target;
}

std::optional<SentRequest> OutstandingRequests::expire(MonoTime now) {
  while (!deadlines_.empty() && deadlines_.top().at <= now) {
    const Deadline due = deadlines_.top();
    deadlines_.pop();
    Slot& found = slot(due.sequence);
    // The request was answered before, and its sequence number may be in use again.
    if (found.state != State::outstanding || found.sequence != due.sequence ||
        found.request.sent.mono + found.request.timeout != due.at)
      continue;
    found.state = State::expired;
    --outstanding_;
    return found.request;
  }
  return std::nullopt;
}

}  // namespace commune::icmp
