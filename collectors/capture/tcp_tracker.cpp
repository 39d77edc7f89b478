#include "collectors/capture/tcp_tracker.hpp"

#include <utility>

namespace commune::capture {
namespace {

// The last published bucket ends here, and segments are timed no longer.
constexpr std::int64_t kLongestRoundTrip = 10'000'000;
constexpr std::int64_t kIdle = 300'000'000;
// Packets of several queues come out of order by less.
constexpr std::int64_t kDisorder = 1'000'000;

bool is_smaller(const Packet& packet) {
  const Host &a = packet.source, &b = packet.destination;
  if (a.high != b.high) return a.high < b.high;
  if (a.low != b.low) return a.low < b.low;
  return packet.source_port < packet.destination_port;
}

/// The same for both directions; never 0.
std::uint64_t flow_key(const Packet& packet, bool source_first, const HashKey& key) {
  Host a = packet.source, b = packet.destination;
  std::uint64_t a_port = packet.source_port, b_port = packet.destination_port;
  if (!source_first) {
    std::swap(a, b);
    std::swap(a_port, b_port);
  }
  const std::uint64_t ports = a_port << 16 | b_port;
  const std::uint64_t hash = a.is_v4() && b.is_v4()
                                 ? keyed_hash<2>(key, {a.low << 32 | (b.low & 0xFFFF'FFFF), ports})
                                 : keyed_hash<5>(key, {a.high, a.low, b.high, b.low, ports});
  return hash == 0 ? 1 : hash;
}

}  // namespace

// Replaced first: connections that ended or fell silent, then unanswered ones (as in a flood of
// SYNs), then the one that was silent for longest.
std::int64_t TcpTracker::worth(const Flow& flow) {
  static constexpr std::int64_t kClass = 1LL << 60;
  const std::int64_t rank = flow.ended() ? 0 : flow.answered() ? 2 : 1;
  return rank * kClass + (flow.last_microseconds & (kClass - 1));
}

TcpTracker::Flow* TcpTracker::find(std::uint64_t key, const TcpSegment& segment, std::int64_t now,
                                   Totals& totals) {
  Flow* flow = flows_.find(key);
  const bool opens = segment.syn && !segment.acknowledges;
  if (flow != nullptr) {
    // A new connection with the same addresses and ports.
    if (opens && flow->ended()) *flow = Flow{};
    return flow;
  }
  // A connection that is older than the capture is followed from its next data on, not from an
  // acknowledgement or its end.
  if (segment.reset || (!segment.syn && segment.payload_bytes == 0)) return nullptr;
  return &flows_.insert(key, worth, [&](const Flow& gone) {
    if (!gone.ended() && now - gone.last_microseconds < kIdle) ++totals.flows_evicted;
  });
}

void TcpTracker::see(const Packet& packet, Ends ends, PacketTime time, Totals& totals) {
  const auto segment = parse_tcp(packet.transport, packet.transport_bytes);
  if (!segment) return;
  const std::int64_t now = time.time_since_epoch().count();
  const bool source_first = is_smaller(packet);
  Flow* flow = find(flow_key(packet, source_first, key_), *segment, now, totals);
  if (flow == nullptr) return;
  const std::size_t sender = source_first ? 0 : 1;
  TcpHalf &sent = flow->halves[sender], &answered = flow->halves[1 - sender];
  // Too long ago, or the clock was set: waiting segments would be measured wrong.
  const std::int64_t passed = now - flow->last_microseconds;
  if (passed < -kDisorder || passed > kLongestRoundTrip) {
    sent.forget_marks();
    answered.forget_marks();
  }
  flow->last_microseconds = now;
  flow->heard[sender] = true;
  if (segment->reset) flow->reset = true;
  if (segment->acknowledges) {
    const auto sample = answered.acknowledge(*segment, static_cast<ShortTime>(now));
    if (sample && *sample <= kLongestRoundTrip)
      round_trips_[static_cast<std::size_t>(ends.source)].add(std::chrono::microseconds(*sample),
                                                              totals.of(ends.source).tcp);
  }
  const Passage passage = sent.send(*segment, static_cast<ShortTime>(now));
  if (segment->payload_bytes == 0 || passage == Passage::empty) return;
  SideTotals& side = totals.of(ends.destination);
  ++side.segments;
  if (passage == Passage::retransmitted) ++side.retransmissions;
}

std::size_t TcpTracker::alive(PacketTime time) {
  const std::int64_t now = time.time_since_epoch().count();
  std::size_t count = 0;
  flows_.for_each([&](const Flow& flow) {
    if (!flow.ended() && now - flow.last_microseconds < kIdle) ++count;
  });
  return count;
}

}  // namespace commune::capture
