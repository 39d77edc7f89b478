#include "collectors/capture/frame.hpp"

#include <algorithm>

namespace commune::capture {
namespace {

constexpr std::uint16_t kIpv4Type = 0x0800, kIpv6Type = 0x86DD, kPppoeSession = 0x8864;
constexpr std::uint16_t kPppIpv4 = 0x0021, kPppIpv6 = 0x0057;
// Two are usual (802.1ad); more than this only forged frames have.
constexpr int kMostTags = 4;
constexpr int kMostExtensionHeaders = 8;

std::uint16_t number16(const std::uint8_t* at) {
  return static_cast<std::uint16_t>(at[0] << 8 | at[1]);
}

bool is_tag(std::uint16_t type) {
  return type == 0x8100 || type == 0x88A8 || type == 0x9100;
}

bool has_ports(std::uint8_t protocol) {
  static constexpr std::uint8_t kDccp = 33, kSctp = 132, kUdpLite = 136;
  return protocol == kTcp || protocol == kUdp || protocol == kSctp || protocol == kDccp ||
         protocol == kUdpLite;
}

/// The rest of a frame: the captured bytes, and their number on the wire.
struct Rest {
  Bytes bytes;
  std::uint32_t wire = 0;

  bool has(std::size_t count) const { return bytes.size() >= count; }
  /// `count` is captured.
  void drop(std::size_t count) {
    bytes = bytes.subspan(count);
    wire -= static_cast<std::uint32_t>(count);
  }
  void limit(std::uint32_t length) {
    wire = std::min(wire, length);
    bytes = bytes.first(std::min<std::size_t>(bytes.size(), wire));
  }
};

/// Too few bytes for a header: malformed when the wire had no more, else cut by the snaplen.
FrameKind cut_short(const Rest& rest, std::size_t wanted) {
  return rest.wire < wanted ? FrameKind::malformed : FrameKind::not_ip;
}

void read_ports(Rest rest, Packet& packet) {
  packet.transport = rest.bytes;
  packet.transport_bytes = rest.wire;
  if (!has_ports(packet.protocol) || !rest.has(4)) return;
  packet.has_ports = true;
  packet.source_port = number16(rest.bytes.data());
  packet.destination_port = number16(rest.bytes.data() + 2);
}

FrameKind parse_ipv4(Rest rest, Packet& packet) {
  if (!rest.has(20)) return cut_short(rest, 20);
  const std::uint8_t* header = rest.bytes.data();
  const std::size_t header_bytes = (header[0] & 0x0FU) * std::size_t{4};
  std::uint32_t total = number16(header + 2);
  // A network card that splits large segments leaves it 0.
  if (total == 0) total = rest.wire;
  if (header[0] >> 4 != 4 || header_bytes < 20 || total < header_bytes || total > rest.wire)
    return FrameKind::malformed;
  packet.network_bytes = total;
  packet.protocol = header[9];
  packet.source = Host::of_v4(header + 12);
  packet.destination = Host::of_v4(header + 16);
  rest.limit(total);
  const std::uint16_t fragment = number16(header + 6) & 0x3FFF;
  packet.fragment = fragment != 0;
  if ((fragment & 0x1FFF) != 0 || !rest.has(header_bytes)) return FrameKind::ip;
  rest.drop(header_bytes);
  read_ports(rest, packet);
  return FrameKind::ip;
}

bool is_extension(std::uint8_t next) {
  switch (next) {
    case 0:    // hop-by-hop options
    case 43:   // routing
    case 44:   // fragment
    case 51:   // authentication
    case 60:   // destination options
    case 135:  // mobility
    case 139:  // host identity
    case 140:  // shim6
      return true;
    default:
      return false;
  }
}

/// Walks the chain up to the transport header. Only a header that ends behind the packet is
/// malformed; a chain that is too long or cut by the snaplen leaves the packet without ports.
FrameKind walk_extensions(Rest rest, std::uint8_t next, Packet& packet) {
  for (int count = 0; is_extension(next); ++count) {
    packet.protocol = next;
    if (rest.wire < 8) return FrameKind::malformed;
    if (count == kMostExtensionHeaders || !rest.has(8)) return FrameKind::ip;
    const std::uint8_t* header = rest.bytes.data();
    std::size_t length = (header[1] + std::size_t{1}) * 8;
    if (next == 51) length = (header[1] + std::size_t{2}) * 4;
    if (next == 44) {
      length = 8;
      packet.fragment = (number16(header + 2) & 0xFFF9) != 0;
      if ((number16(header + 2) & 0xFFF8) != 0) {
        packet.protocol = header[0];
        return FrameKind::ip;
      }
    }
    if (length > rest.wire) return FrameKind::malformed;
    next = header[0];
    packet.protocol = next;
    if (!rest.has(length)) return FrameKind::ip;
    rest.drop(length);
  }
  packet.protocol = next;
  read_ports(rest, packet);
  return FrameKind::ip;
}

FrameKind parse_ipv6(Rest rest, Packet& packet) {
  if (!rest.has(40)) return cut_short(rest, 40);
  const std::uint8_t* header = rest.bytes.data();
  std::uint32_t payload = number16(header + 4);
  // Zero: a jumbogram, or a card that splits large segments by itself.
  if (payload == 0) payload = rest.wire - 40;
  if (header[0] >> 4 != 6 || payload > rest.wire - 40) return FrameKind::malformed;
  packet.network_bytes = payload + 40;
  packet.source = Host::of_v6(header + 8);
  packet.destination = Host::of_v6(header + 24);
  rest.limit(packet.network_bytes);
  rest.drop(40);
  return walk_extensions(rest, header[6], packet);
}

FrameKind parse_any_ip(Rest rest, Packet& packet) {
  if (!rest.has(1)) return FrameKind::malformed;
  const int version = rest.bytes[0] >> 4;
  if (version == 4) return parse_ipv4(rest, packet);
  if (version == 6) return parse_ipv6(rest, packet);
  return FrameKind::not_ip;
}

FrameKind parse_pppoe(Rest rest, Packet& packet) {
  if (!rest.has(8)) return cut_short(rest, 8);
  const std::uint8_t* header = rest.bytes.data();
  const std::uint32_t length = number16(header + 4);
  if (header[0] != 0x11 || length < 2 || length > rest.wire - 6) return FrameKind::malformed;
  if (header[1] != 0) return FrameKind::not_ip;
  const std::uint16_t protocol = number16(header + 6);
  rest.limit(length + 6);
  rest.drop(8);
  if (protocol == kPppIpv4) return parse_ipv4(rest, packet);
  if (protocol == kPppIpv6) return parse_ipv6(rest, packet);
  return FrameKind::not_ip;
}

FrameKind parse_typed(Rest rest, std::uint16_t type, Packet& packet) {
  for (int tags = 0; is_tag(type); ++tags) {
    if (tags == kMostTags) return FrameKind::malformed;
    if (!rest.has(4)) return cut_short(rest, 4);
    type = number16(rest.bytes.data() + 2);
    rest.drop(4);
  }
  if (type == kIpv4Type) return parse_ipv4(rest, packet);
  if (type == kIpv6Type) return parse_ipv6(rest, packet);
  if (type == kPppoeSession) return parse_pppoe(rest, packet);
  return FrameKind::not_ip;
}

/// A link header of `length` bytes with the type of the next header at `type_at`.
FrameKind parse_after(Rest rest, std::size_t length, std::size_t type_at, Packet& packet) {
  if (!rest.has(length)) return cut_short(rest, length);
  const std::uint16_t type = number16(rest.bytes.data() + type_at);
  rest.drop(length);
  return parse_typed(rest, type, packet);
}

}  // namespace

FrameKind parse_frame(const Frame& frame, Packet& packet) {
  packet = Packet{};
  const std::size_t captured = std::min<std::size_t>(frame.captured.size(), frame.original_bytes);
  const Rest rest{frame.captured.first(captured), frame.original_bytes};
  switch (frame.link) {
    case LinkLayer::ethernet:
      return parse_after(rest, 14, 12, packet);
    case LinkLayer::raw_ip:
      return parse_any_ip(rest, packet);
    case LinkLayer::cooked:
      return parse_after(rest, 16, 14, packet);
    case LinkLayer::cooked_v2:
      return parse_after(rest, 20, 0, packet);
  }
  return FrameKind::not_ip;
}

}  // namespace commune::capture
