#include "collectors/capture/dns_tracker.hpp"

namespace commune::capture {
namespace {

constexpr std::uint16_t kDnsPort = 53;
constexpr std::int64_t kPatience = 5'000'000;

std::uint64_t question_key(const Packet& packet, const DnsMessage& message, const HashKey& key) {
  const Host& client = message.answer ? packet.destination : packet.source;
  const Host& server = message.answer ? packet.source : packet.destination;
  const std::uint64_t port = message.answer ? packet.destination_port : packet.source_port;
  const std::uint64_t hash = keyed_hash<6>(key, {client.high, client.low, server.high, server.low,
                                                 port << 16 | message.id, message.question});
  return hash == 0 ? 1 : hash;
}

}  // namespace

void DnsTracker::see(const Packet& packet, Ends ends, PacketTime time, Totals& totals) {
  // The UDP header.
  if (packet.transport.size() < 8) return;
  const auto message = parse_dns(packet.transport.subspan(8), key_);
  if (!message) return;
  const std::uint16_t server_port = message->answer ? packet.source_port : packet.destination_port;
  if (server_port != kDnsPort) return;
  const std::int64_t now = time.time_since_epoch().count();
  const std::uint64_t key = question_key(packet, *message, key_);
  Question* question = waiting_.find(key);
  if (message->answer) {
    if (question == nullptr) return;
    const std::int64_t took = now - question->asked_microseconds;
    if (took >= 0 && took <= kPatience) {
      auto& responses = responses_[static_cast<std::size_t>(question->server)];
      responses.add(std::chrono::microseconds(took), totals.of(question->server).dns);
    } else if (took > kPatience) {
      ++totals.of(question->server).dns_unanswered;
    }
    waiting_.erase(question);
    return;
  }
  if (question != nullptr) {
    if (now - question->asked_microseconds <= kPatience) return;
    ++totals.of(question->server).dns_unanswered;
    question->asked_microseconds = now;
    return;
  }
  const auto worth = [](const Question& each) { return each.asked_microseconds; };
  waiting_.insert(key, worth, [&](const Question& gone) {
    if (now - gone.asked_microseconds > kPatience)
      ++totals.of(gone.server).dns_unanswered;
    else
      ++totals.flows_evicted;
  }) = {now, ends.destination};
}

void DnsTracker::expire(PacketTime time, Totals& totals) {
  const std::int64_t now = time.time_since_epoch().count();
  waiting_.for_each([&](Question& question) {
    const std::int64_t waited = now - question.asked_microseconds;
    // Asked in the future: the clock was set back, so the waiting time is unknown.
    if (waited >= 0 && waited <= kPatience) return;
    if (waited > 0) ++totals.of(question.server).dns_unanswered;
    waiting_.erase(&question);
  });
}

}  // namespace commune::capture
