// A TCP header (RFC 9293) with its timestamps (RFC 7323), as far as it was captured. Pure.
#pragma once

#include <cstdint>
#include <optional>

#include "collectors/capture/frame.hpp"

namespace commune::capture {

struct TcpTimestamps {
  std::uint32_t value = 0, echo = 0;
};

struct TcpSegment {
  std::uint32_t sequence = 0, acknowledged = 0;
  bool syn = false, fin = false, reset = false, acknowledges = false;
  std::uint32_t payload_bytes = 0;  ///< On the wire.
  std::optional<TcpTimestamps> timestamps;

  /// Sequence numbers it takes: SYN and FIN take one each.
  std::uint32_t length() const { return payload_bytes + (syn ? 1 : 0) + (fin ? 1 : 0); }
};

/// Empty when the header is cut or malformed.
std::optional<TcpSegment> parse_tcp(Bytes captured, std::uint32_t transport_bytes);

}  // namespace commune::capture
