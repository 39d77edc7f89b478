// One captured frame, as far as its IP and transport headers: what traffic is counted by. Pure, and
// without allocation. Nothing is read outside of the captured bytes.
#pragma once

#include <chrono>
#include <cstdint>
#include <span>

#include "collectors/capture/prefix.hpp"

namespace commune::capture {

/// When a packet was captured, by the clock of the capturing machine, in libpcap's resolution.
using PacketTime = std::chrono::sys_time<std::chrono::microseconds>;

using Bytes = std::span<const std::uint8_t>;

/// The header before the network layer.
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
  std::uint32_t original_bytes = 0;  ///< Length on the wire.
};

inline constexpr std::uint8_t kTcp = 6, kUdp = 17;

/// An IP packet. `transport` points into the frame.
struct Packet {
  Host source, destination;
  std::uint32_t network_bytes = 0;  ///< Length from the IP header on, by that header.
  std::uint8_t protocol = 0;        ///< The first that is not an IPv6 extension header.
  bool fragment = false;            ///< Not the whole packet.
  bool has_ports = false;
  std::uint16_t source_port = 0, destination_port = 0;
  Bytes transport;                    ///< As far as captured; empty behind the first fragment.
  std::uint32_t transport_bytes = 0;  ///< On the wire.
};

enum class FrameKind : std::uint8_t {
  ip,
  not_ip,     ///< ARP, spanning tree, PPPoE discovery...
  malformed,  ///< A header that ends too early or has a wrong length.
};

/// Fills `packet` when the frame holds IP (RFC 791, RFC 8200). A frame cut by the snaplen is not
/// malformed: the part behind the cut is absent.
FrameKind parse_frame(const Frame& frame, Packet& packet);

}  // namespace commune::capture
