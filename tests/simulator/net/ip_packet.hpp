// IPv4, IPv6, UDP and ICMP echo: just enough to be a device on the network. Does not handle
// fragments, options or extension headers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "tests/simulator/net/ip_address.hpp"

namespace commune::simulator {

inline constexpr std::uint8_t kIcmp = 1;
inline constexpr std::uint8_t kUdp = 17;
inline constexpr std::uint8_t kIcmp6 = 58;

/// Views into the bytes it was parsed from.
struct IpPacket {
  IpAddress source, destination;
  std::uint8_t protocol = 0;
  std::string_view payload;
  std::string_view whole;  ///< From the IP header, without trailing bytes.
};

struct UdpDatagram {
  std::uint16_t source_port = 0, destination_port = 0;
  std::string_view payload;
};

/// Empty if the packet is truncated, fragmented or has a wrong header checksum.
std::optional<IpPacket> parse_ip(std::string_view bytes);

/// Empty if it is truncated or its checksum is wrong.
std::optional<UdpDatagram> parse_udp(const IpPacket& packet);

bool is_echo_request(const IpPacket& packet);

/// RFC 1071, over both in sequence; the first must have an even length.
std::uint16_t internet_checksum(std::string_view first, std::string_view second = {});

/// Whole IP packets with their checksums.
std::string build_udp(const IpAddress& source, const IpAddress& destination,
                      const UdpDatagram& datagram);
std::string build_echo_reply(const IpPacket& request);
/// The answer to `packet` if nobody listens on its port (RFC 792, RFC 4443).
std::string build_port_unreachable(const IpPacket& packet);

}  // namespace commune::simulator
