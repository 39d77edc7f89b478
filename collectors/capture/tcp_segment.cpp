#include "collectors/capture/tcp_segment.hpp"

#include <algorithm>
#include <cstring>

#include <endian.h>

namespace commune::capture {
namespace {

constexpr std::size_t kHeaderBytes = 20;
constexpr std::uint8_t kEndOfOptions = 0, kNoOperation = 1, kTimestamps = 8, kTimestampsBytes = 10;

std::uint32_t number32(const std::uint8_t* at) {
  std::uint32_t word = 0;
  std::memcpy(&word, at, sizeof(word));
  return be32toh(word);
}

std::optional<TcpTimestamps> find_timestamps(Bytes options) {
  while (!options.empty() && options[0] != kEndOfOptions) {
    if (options[0] == kNoOperation) {
      options = options.subspan(1);
      continue;
    }
    if (options.size() < 2 || options[1] < 2 || options[1] > options.size()) return std::nullopt;
    if (options[0] == kTimestamps && options[1] == kTimestampsBytes)
      return TcpTimestamps{number32(&options[2]), number32(&options[6])};
    options = options.subspan(options[1]);
  }
  return std::nullopt;
}

}  // namespace

std::optional<TcpSegment> parse_tcp(Bytes captured, std::uint32_t transport_bytes) {
  if (captured.size() < kHeaderBytes) return std::nullopt;
  const std::size_t header_bytes = (captured[12] >> 4U) * std::size_t{4};
  if (header_bytes < kHeaderBytes || header_bytes > transport_bytes) return std::nullopt;
  TcpSegment segment;
  segment.sequence = number32(&captured[4]);
  segment.acknowledged = number32(&captured[8]);
  const std::uint8_t flags = captured[13];
  segment.fin = (flags & 0x01) != 0;
  segment.syn = (flags & 0x02) != 0;
  segment.reset = (flags & 0x04) != 0;
  segment.acknowledges = (flags & 0x10) != 0;
  segment.payload_bytes = transport_bytes - static_cast<std::uint32_t>(header_bytes);
  const std::size_t options_end = std::min(header_bytes, captured.size());
  segment.timestamps = find_timestamps(captured.subspan(kHeaderBytes, options_end - kHeaderBytes));
  return segment;
}

}  // namespace commune::capture
