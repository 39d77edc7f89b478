// Any bytes as a TCP header and as a DNS message; and any segments of one half of a connection, in
// any order, against what must hold of it.
#include "collectors/capture/dns_message.hpp"
#include "collectors/capture/tcp_half.hpp"
#include "tests/collectors/capture/packets.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/require.hpp"
#include "tests/fuzz/target.hpp"

namespace commune::fuzz {
namespace {

using capture::Bytes;

void check_half(Bytes bytes) {
  Input input(bytes);
  capture::TcpHalf half{};
  capture::ShortTime now = 0;
  while (!input.empty()) {
    now += static_cast<capture::ShortTime>(input.number(2));
    capture::TcpSegment segment;
    const std::size_t flags = input.byte();
    segment.syn = (flags & 1) != 0;
    segment.fin = (flags & 2) != 0;
    segment.acknowledges = true;
    segment.sequence = static_cast<std::uint32_t>(input.number(2) - 0x8000) * 100;
    segment.acknowledged = static_cast<std::uint32_t>(input.number(2) - 0x8000) * 100;
    segment.payload_bytes = static_cast<std::uint32_t>(input.byte()) * 50;
    if ((flags & 4) != 0) segment.timestamps = {input.byte(), input.byte()};
    if ((flags & 8) != 0)
      half.send(segment, now);
    else if (const auto sample = half.acknowledge(segment, now))
      require(*sample <= now, "a round trip of {} within {}", *sample, now);
    require(half.sound(), "a half that does not hold together");
  }
}

void check_headers(Bytes bytes) {
  const auto wire = static_cast<std::uint32_t>(bytes.size());
  const auto segment = capture::parse_tcp(bytes, wire);
  if (segment) require(segment->payload_bytes + 20 <= wire, "a payload longer than its packet");
  const capture::HashKey key{1, 2};
  const auto message = capture::parse_dns(bytes, key);
  if (!message) return;
  require(bytes.size() >= 12, "a message without a head");
  // Nothing behind the name changes what is asked for.
  auto longer = std::vector<std::uint8_t>(bytes.begin(), bytes.end());
  if (bytes.size() >= 12 + 64) longer.push_back(7);
  require(capture::parse_dns(longer, key)->question == message->question, "another question");
}

}  // namespace

void run(Bytes bytes) {
  check_headers(bytes);
  check_half(bytes);
}

std::vector<std::string> seeds() {
  const auto text = [](const capture::FrameBytes& bytes) {
    return std::string(bytes.begin(), bytes.end());
  };
  capture::TcpWords words{40'000, 443, 7, 9, false, false, false, true, 30, true, 5, 6};
  std::string exchange;
  for (int i = 0; i < 6; ++i) {
    exchange += {0, 9, 8, static_cast<char>(0x80), static_cast<char>(14 * i), 0, 0, 28};
    if (i % 2 == 1)
      exchange += {3, 0, 0, 0, 0, static_cast<char>(0x80), static_cast<char>(14 * i), 0};
  }
  return {text(capture::tcp(words)), text(capture::dns(7, false, "www.example.vn")),
          text(capture::dns(7, true, "a.b")), exchange};
}

}  // namespace commune::fuzz
