#include "tests/collectors/capture/packets.hpp"

#include <algorithm>

#include <arpa/inet.h>

namespace commune::capture {

void put16(FrameBytes& bytes, std::size_t value) {
  bytes.push_back(static_cast<std::uint8_t>(value >> 8));
  bytes.push_back(static_cast<std::uint8_t>(value));
}

void put32(FrameBytes& bytes, std::uint32_t value) {
  put16(bytes, value >> 16);
  put16(bytes, value & 0xFFFF);
}

FrameBytes joined(FrameBytes first, const FrameBytes& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

FrameBytes ip_packet(const std::string& source, const std::string& destination,
                     std::uint8_t protocol, const FrameBytes& payload) {
  const bool v6 = source.find(':') != std::string::npos;
  const std::size_t address_bytes = v6 ? 16 : 4;
  std::uint8_t addresses[32] = {};
  inet_pton(v6 ? AF_INET6 : AF_INET, source.c_str(), addresses);
  inet_pton(v6 ? AF_INET6 : AF_INET, destination.c_str(), addresses + address_bytes);
  FrameBytes packet;
  if (v6) {
    put32(packet, 6U << 28);
    put16(packet, payload.size());
    packet.insert(packet.end(), {protocol, 64});
  } else {
    packet = {0x45, 0};
    put16(packet, 20 + payload.size());
    packet.insert(packet.end(), {0, 0, 0, 0, 64, protocol, 0, 0});
  }
  packet.insert(packet.end(), addresses, addresses + 2 * address_bytes);
  return joined(std::move(packet), payload);
}

FrameBytes ethernet(std::uint16_t type, const FrameBytes& payload) {
  FrameBytes bytes = {2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2};
  put16(bytes, type);
  return joined(std::move(bytes), payload);
}

FrameBytes ethernet(const FrameBytes& packet) {
  return ethernet(packet.at(0) >> 4 == 6 ? 0x86DD : 0x0800, packet);
}

FrameBytes udp(std::uint16_t source, std::uint16_t destination, const FrameBytes& payload) {
  FrameBytes bytes;
  put16(bytes, source);
  put16(bytes, destination);
  put16(bytes, 8 + payload.size());
  put16(bytes, 0);
  return joined(std::move(bytes), payload);
}

FrameBytes tcp(const TcpWords& words) {
  FrameBytes bytes;
  put16(bytes, words.source);
  put16(bytes, words.destination);
  put32(bytes, words.sequence);
  put32(bytes, words.acknowledged);
  bytes.push_back(words.timestamped ? 0x80 : 0x50);
  bytes.push_back(static_cast<std::uint8_t>((words.fin ? 1 : 0) | (words.syn ? 2 : 0) |
                                            (words.reset ? 4 : 0) | (words.ack ? 16 : 0)));
  put32(bytes, 0xFFFF'0000);
  put16(bytes, 0);
  if (words.timestamped) {
    bytes.insert(bytes.end(), {1, 1, 8, 10});
    put32(bytes, words.value);
    put32(bytes, words.echo);
  }
  bytes.resize(bytes.size() + words.payload, 'x');
  return bytes;
}

FrameBytes dns(std::uint16_t id, bool answer, const std::string& name) {
  FrameBytes bytes;
  put16(bytes, id);
  put16(bytes, answer ? 0x8180 : 0x0100);
  put16(bytes, 1);
  put16(bytes, answer ? 1 : 0);
  put32(bytes, 0);
  for (std::size_t begin = 0; begin <= name.size();) {
    const std::size_t end = std::min(name.find('.', begin), name.size());
    bytes.push_back(static_cast<std::uint8_t>(end - begin));
    bytes.insert(bytes.end(), name.begin() + static_cast<std::ptrdiff_t>(begin),
                 name.begin() + static_cast<std::ptrdiff_t>(end));
    begin = end + 1;
  }
  bytes.push_back(0);
  put32(bytes, 0x0001'0001);
  return bytes;
}

Frame frame_of(const FrameBytes& bytes, PacketTime time) {
  return {time, LinkLayer::ethernet, bytes, static_cast<std::uint32_t>(bytes.size())};
}

}  // namespace commune::capture
