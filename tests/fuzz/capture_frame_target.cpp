// Any bytes as frames of every link type, through the parser and the whole accounting.
#include <algorithm>
#include <memory>
#include <optional>

#include "collectors/capture/traffic_counts.hpp"
#include "tests/collectors/capture/packets.hpp"
#include "tests/collectors/capture/tcp_stream.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/require.hpp"
#include "tests/fuzz/target.hpp"

namespace commune::fuzz {
namespace {

using namespace std::chrono_literals;
using capture::Bytes;
using capture::Frame;
using capture::FrameKind;
using capture::Packet;

constexpr std::size_t kFlows = 16;
const capture::PacketTime kStart{std::chrono::seconds(1'700'000'000)};

capture::Interface lan() {
  capture::Interface interface;
  interface.lan = {capture::parse_prefix("192.168.1.0/24").value(),
                   capture::parse_prefix("fd00::/64").value()};
  interface.flows = kFlows;
  return interface;
}

bool within(Bytes inner, Bytes outer) {
  return inner.empty() || (inner.data() >= outer.data() &&
                           inner.data() + inner.size() <= outer.data() + outer.size());
}

void check_frame(const Frame& frame) {
  Packet packet;
  if (capture::parse_frame(frame, packet) != FrameKind::ip) return;
  require(within(packet.transport, frame.captured), "a transport header outside of its frame");
  require(packet.network_bytes <= frame.original_bytes, "a packet longer than its frame");
  require(packet.network_bytes >= 20, "a packet without a header");
  require(packet.transport.size() <= packet.transport_bytes, "more captured than there was");
  require(packet.transport_bytes <= packet.network_bytes, "a payload longer than its packet");
  const auto segment = capture::parse_tcp(packet.transport, packet.transport_bytes);
  if (segment) require(segment->payload_bytes <= packet.transport_bytes, "a payload too long");
}

/// Frames behind one another: link, time that passes, bytes on the wire beyond, bytes captured.
struct Frames {
  explicit Frames(Bytes bytes) : input(bytes) {}

  std::optional<Frame> next() {
    if (input.empty()) return std::nullopt;
    const auto link = static_cast<capture::LinkLayer>(input.below(capture::kLinkLayerCount));
    const std::uint8_t step = input.byte();
    // Mostly milliseconds; sometimes minutes, and sometimes back.
    time += step < 250 ? std::chrono::microseconds(step * 997) : (step - 252) * 100s;
    const std::size_t cut = input.byte();
    held = input.text();
    const Bytes captured(reinterpret_cast<const std::uint8_t*>(held.data()), held.size());
    return Frame{time, link, captured, static_cast<std::uint32_t>(held.size() + cut * cut)};
  }

  Input input;
  std::string held;
  capture::PacketTime time = kStart;
};

void check_totals(const capture::Totals& totals, std::size_t frames) {
  std::uint64_t counted = totals.not_ip + totals.malformed;
  for (const auto& direction : totals.traffic)
    for (const auto& count : direction) {
      counted += count.packets;
      require(count.bytes >= 20 * count.packets, "packets without bytes");
    }
  require(counted == frames, "{} frames counted of {}", counted, frames);
  require(totals.flows <= kFlows + 1'024, "{} flows", totals.flows);
  require(totals.hosts >= 0 && totals.hosts <= static_cast<double>(frames) * 1.1 + 1,
          "{} hosts of {} frames", totals.hosts, frames);
  double sum = 0;
  for (const double share : totals.heavy) {
    require(share >= 0, "a share of {}", share);
    sum += share;
  }
  require(sum <= 1.000001, "shares of {} together", sum);
  for (const auto& side : totals.sides) {
    require(side.retransmissions <= side.segments, "more sent again than sent");
    require(side.tcp.sum >= 0 && side.dns.sum >= 0, "time that ran back");
  }
}

void add(std::string& seed, const std::vector<std::uint8_t>& frame, std::uint8_t step,
         std::uint8_t link = 0) {
  const std::size_t captured = std::min<std::size_t>(frame.size(), 96);
  std::size_t cut = 0;
  while ((cut + 1) * (cut + 1) + captured <= frame.size() + 40 && cut < 40)
    ++cut;
  seed += {static_cast<char>(link), static_cast<char>(step), static_cast<char>(cut),
           static_cast<char>(captured)};
  seed.append(frame.begin(), frame.begin() + static_cast<std::ptrdiff_t>(captured));
}

std::string stream_seed(capture::StreamTraits traits) {
  traits.segments = 12;
  std::string seed;
  for (const auto& packet : capture::make_stream(traits, kStart))
    add(seed, capture::ethernet(packet.bytes), 9);
  return seed;
}

std::string dns_seed() {
  std::string seed;
  for (const bool answer : {false, true}) {
    const auto message = capture::dns(7, answer, "www.example.vn");
    const auto datagram = answer ? capture::udp(53, 999, message) : capture::udp(999, 53, message);
    const auto packet =
        answer ? capture::ip_packet(capture::kServerV6, capture::kUserV6, capture::kUdp, datagram)
               : capture::ip_packet(capture::kUserV6, capture::kServerV6, capture::kUdp, datagram);
    add(seed, capture::ethernet(packet), 20);
    add(seed, packet, 20, 1);
  }
  return seed;
}

}  // namespace

void run(Bytes bytes) {
  auto counts = std::make_unique<capture::TrafficCounts>(lan(), capture::HashKey{1, 2});
  Frames frames(bytes);
  std::size_t count = 0;
  while (const auto frame = frames.next()) {
    check_frame(*frame);
    counts->see(*frame);
    ++count;
  }
  check_totals(counts->totals(frames.time), count);
}

std::vector<std::string> seeds() {
  capture::StreamTraits plain, stamped, lossy;
  stamped.timestamps = true;
  stamped.ipv6 = true;
  lossy.lose_every = 4;
  lossy.lose_before = 5;
  lossy.reorder_every = 3;
  const auto packet = capture::ip_packet(capture::kUser, capture::kServer, capture::kUdp,
                                         capture::udp(1, 443, {1, 2, 3}));
  std::string tagged, session;
  add(tagged, capture::ethernet(0x88A8, capture::joined({0, 5, 0x81, 0, 0, 6, 8, 0}, packet)), 1);
  add(session, capture::ethernet(0x8864, capture::joined({0x11, 0, 0, 1, 0, 33, 0, 0x21}, packet)),
      1);
  return {
      stream_seed(plain), stream_seed(stamped), stream_seed(lossy), dns_seed(), tagged, session};
}

}  // namespace commune::fuzz
