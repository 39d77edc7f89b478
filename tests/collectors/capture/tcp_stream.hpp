// A TCP connection as it passes a point between its ends, made for tests with delays that are
// known: a receiver that acknowledges as RFC 5681 and RFC 7323 say, losses, reordering.
#pragma once

#include <cstdint>
#include <vector>

#include "collectors/capture/frame.hpp"
#include "tests/collectors/capture/packets.hpp"

namespace commune::capture {

struct StreamTraits {
  std::chrono::microseconds round_trip{10'000};  ///< From here to the receiver and back.
  std::chrono::microseconds other_side{30'000};  ///< From here to the sender and back.
  bool from_user = false;                        ///< Who sends the data; else the server.
  bool timestamps = false;                       ///< Their clock ticks each millisecond.
  bool delayed_acks = true;  ///< Every second segment, or after 40 ms; else each at once.
  int segments = 2'000;
  int lose_every = 0;     ///< Beyond here, once; sent again later. 0: never.
  int lose_before = 0;    ///< Before here: seen for the first time when sent again.
  int reorder_every = 0;  ///< Passes here after its successor.
  bool ipv6 = false;
  std::uint16_t port = 40'000;
  std::uint32_t first_sequence = 0xFFFF'0000;  ///< Wraps soon.
};

struct TimedPacket {
  PacketTime time;
  FrameBytes bytes;  ///< From the IP header on.
};

/// Handshake, bursts of one to seven segments with pauses, acknowledgements; sorted by time.
std::vector<TimedPacket> make_stream(const StreamTraits& traits, PacketTime start);

}  // namespace commune::capture
