// Frames made byte by byte for tests: Ethernet, IPv4 and IPv6, TCP, UDP, DNS.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "collectors/capture/frame.hpp"

namespace commune::capture {

using FrameBytes = std::vector<std::uint8_t>;

inline constexpr const char* kUser = "192.168.1.10";
inline constexpr const char* kOtherUser = "192.168.1.11";
inline constexpr const char* kServer = "203.0.113.5";
inline constexpr const char* kUserV6 = "fd00::10";
inline constexpr const char* kServerV6 = "2001:db8::5";

void put16(FrameBytes& bytes, std::size_t value);
void put32(FrameBytes& bytes, std::uint32_t value);
FrameBytes joined(FrameBytes first, const FrameBytes& second);

/// Header and payload, by the family of the addresses. IPv6 without extension headers.
FrameBytes ip_packet(const std::string& source, const std::string& destination,
                     std::uint8_t protocol, const FrameBytes& payload);
/// An Ethernet header of this type before it.
FrameBytes ethernet(std::uint16_t type, const FrameBytes& payload);
/// With the type of the IP version.
FrameBytes ethernet(const FrameBytes& packet);

FrameBytes udp(std::uint16_t source, std::uint16_t destination, const FrameBytes& payload);

struct TcpWords {
  std::uint16_t source = 0, destination = 0;
  std::uint32_t sequence = 0, acknowledged = 0;
  bool syn = false, fin = false, reset = false, ack = false;
  std::size_t payload = 0;
  bool timestamped = false;
  std::uint32_t value = 0, echo = 0;
};
FrameBytes tcp(const TcpWords& words);

FrameBytes dns(std::uint16_t id, bool answer, const std::string& name);

/// Ethernet, whole.
Frame frame_of(const FrameBytes& bytes, PacketTime time = {});

}  // namespace commune::capture
