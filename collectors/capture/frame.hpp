// One captured frame, as far as its IP and transport headers: what traffic is counted by. Pure, and
// without allocation. Nothing is read outside of the captured bytes.
#pragma once

#include <chrono>
#include <cstdint>
#include <span>

#include "collectors/capture/prefix.hpp"

namespace commune::capture {

/// When a packet was seen, by the clock of whoever captured it. Resolution of libpcap.
using PacketTime = std::chrono::sys_time<std::chrono::microseconds>;

using Bytes = std::span<const std::uint8_t>;

/// What comes before the network layer.
enum class LinkLayer : std::uint8_t {
  ethernet,  ///< With any of 802.1Q and 802.1ad tags, PPPoE sessions.
  raw_ip,    ///< Nothing: TUN, PPP, WireGuard.
  cooked,    ///< DLT_LINUX_SLL.
  cooked_v2  ///< DLT_LINUX_SLL2.
};
inline constexpr std::size_t kLinkLayerCount = 4;

/// A frame as it was captured: perhaps only its beginning.
struct Frame {
  PacketTime time{};
  LinkLayer link = LinkLayer::ethernet;
  Bytes captured;
  std::uint32_t original_bytes = 0;  ///< As long as it was on the wire.
};

inline constexpr std::uint8_t kTcp = 6, kUdp = 17;

/// An IP packet. `transport` points into the frame.
struct Packet {
  Host source, destination;
  std::uint32_t network_bytes = 0;  ///< From the IP header on, by what that header says.
  std::uint8_t protocol = 0;        ///< The first that is no IPv6 extension header.
  bool fragment = false;            ///< Not the whole of it.
  bool has_ports = false;
  std::uint16_t source_port = 0, destination_port = 0;
  Bytes transport;                    ///< As far as captured; empty behind the first fragment.
  std::uint32_t transport_bytes = 0;  ///< On the wire.
};

enum class FrameKind : std::uint8_t {
  ip,
  not_ip,     ///< ARP, spanning tree, PPPoE discovery...
  malformed,  ///< A header that ends before it should, or lies about its length.
};

/// Fills `packet` when the frame holds IP (RFC 791, RFC 8200). A frame that only the snaplen cut
/// short is not malformed: what lies behind the cut is absent.
FrameKind parse_frame(const Frame& frame, Packet& packet);

}  // namespace commune::capture
