#include "tests/simulator/net/ip_packet.hpp"

#include <algorithm>

namespace commune::simulator {
namespace {

constexpr std::size_t kIpv4Header = 20;
constexpr std::size_t kIpv6Header = 40;
constexpr std::size_t kUdpHeader = 8;
constexpr std::size_t kIcmpHeader = 8;
constexpr char kTimeToLive = 64;

std::uint8_t byte_at(std::string_view bytes, std::size_t position) {
  return static_cast<std::uint8_t>(bytes[position]);
}

std::uint16_t word_at(std::string_view bytes, std::size_t position) {
  return static_cast<std::uint16_t>(byte_at(bytes, position) << 8 | byte_at(bytes, position + 1));
}

void append_word(std::string& out, std::size_t word) {
  out.push_back(static_cast<char>(word >> 8));
  out.push_back(static_cast<char>(word));
}

void put_word(std::string& out, std::size_t position, std::uint16_t word) {
  out[position] = static_cast<char>(word >> 8);
  out[position + 1] = static_cast<char>(word);
}

std::uint32_t sum_words(std::string_view bytes) {
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2)
    sum += word_at(bytes, i);
  if (bytes.size() % 2 == 1)
    sum += static_cast<std::uint32_t>(byte_at(bytes, bytes.size() - 1) << 8);
  return sum;
}

// RFC 768 and RFC 8200, 8.1: addresses, length and protocol count into the checksum.
std::string pseudo_header(const IpAddress& source, const IpAddress& destination,
                          std::uint8_t protocol, std::size_t length) {
  std::string header(source.wire());
  header += destination.wire();
  if (source.v6) append_word(header, 0);
  append_word(header, length);
  append_word(header, protocol);
  return header;
}

std::optional<IpPacket> parse_ipv4(std::string_view bytes) {
  if (bytes.size() < kIpv4Header) return std::nullopt;
  const std::size_t header = (byte_at(bytes, 0) & 0xFU) * std::size_t{4};
  const std::size_t total = word_at(bytes, 2);
  if (header < kIpv4Header || total < header || bytes.size() < total) return std::nullopt;
  if (internet_checksum(bytes.substr(0, header)) != 0) return std::nullopt;
  const bool is_fragment = (word_at(bytes, 6) & 0x3FFF) != 0;
  if (is_fragment) return std::nullopt;
  return IpPacket{IpAddress::from_wire(bytes.substr(12, 4)),
                  IpAddress::from_wire(bytes.substr(16, 4)), byte_at(bytes, 9),
                  bytes.substr(header, total - header), bytes.substr(0, total)};
}

std::optional<IpPacket> parse_ipv6(std::string_view bytes) {
  if (bytes.size() < kIpv6Header) return std::nullopt;
  const std::size_t length = word_at(bytes, 4);
  if (bytes.size() - kIpv6Header < length) return std::nullopt;
  return IpPacket{IpAddress::from_wire(bytes.substr(8, 16)),
                  IpAddress::from_wire(bytes.substr(24, 16)), byte_at(bytes, 6),
                  bytes.substr(kIpv6Header, length), bytes.substr(0, kIpv6Header + length)};
}

std::string ip_header(const IpAddress& source, const IpAddress& destination, std::uint8_t protocol,
                      std::size_t payload_size) {
  std::string header;
  if (source.v6) {
    header.assign("\x60\0\0\0", 4);
    append_word(header, payload_size);
    header.push_back(static_cast<char>(protocol));
    header.push_back(kTimeToLive);
    header += source.wire();
    header += destination.wire();
    return header;
  }
  header.assign("\x45\0", 2);
  append_word(header, kIpv4Header + payload_size);
  header.append("\0\0\x40\0", 4);  // no identification, do not fragment
  header.push_back(kTimeToLive);
  header.push_back(static_cast<char>(protocol));
  append_word(header, 0);
  header += source.wire();
  header += destination.wire();
  put_word(header, 10, internet_checksum(header));
  return header;
}

// An ICMP message with its checksum in an IP packet.
std::string build_icmp(const IpAddress& source, const IpAddress& destination, std::string message) {
  put_word(message, 2, 0);
  const std::string pseudo =
      source.v6 ? pseudo_header(source, destination, kIcmp6, message.size()) : std::string();
  put_word(message, 2, internet_checksum(pseudo, message));
  return ip_header(source, destination, source.v6 ? kIcmp6 : kIcmp, message.size()) + message;
}

}  // namespace

std::uint16_t internet_checksum(std::string_view first, std::string_view second) {
  std::uint32_t sum = sum_words(first) + sum_words(second);
  while (sum > 0xFFFF)
    sum = (sum & 0xFFFF) + (sum >> 16);
  return static_cast<std::uint16_t>(~sum);
}

std::optional<IpPacket> parse_ip(std::string_view bytes) {
  if (bytes.empty()) return std::nullopt;
  switch (byte_at(bytes, 0) >> 4) {
    case 4:
      return parse_ipv4(bytes);
    case 6:
      return parse_ipv6(bytes);
    default:
      return std::nullopt;
  }
}

std::optional<UdpDatagram> parse_udp(const IpPacket& packet) {
  const std::string_view bytes = packet.payload;
  if (packet.protocol != kUdp || bytes.size() < kUdpHeader) return std::nullopt;
  const std::size_t length = word_at(bytes, 4);
  if (length < kUdpHeader || length > bytes.size()) return std::nullopt;
  const bool has_checksum = word_at(bytes, 6) != 0;
  if (has_checksum &&
      internet_checksum(pseudo_header(packet.source, packet.destination, kUdp, length),
                        bytes.substr(0, length)) != 0)
    return std::nullopt;
  return UdpDatagram{word_at(bytes, 0), word_at(bytes, 2),
                     bytes.substr(kUdpHeader, length - kUdpHeader)};
}

bool is_echo_request(const IpPacket& packet) {
  if (packet.payload.size() < kIcmpHeader) return false;
  const bool v6 = packet.source.v6;
  return packet.protocol == (v6 ? kIcmp6 : kIcmp) && byte_at(packet.payload, 1) == 0 &&
         byte_at(packet.payload, 0) == (v6 ? 128 : 8);
}

std::string build_udp(const IpAddress& source, const IpAddress& destination,
                      const UdpDatagram& datagram) {
  const std::size_t length = kUdpHeader + datagram.payload.size();
  std::string udp;
  udp.reserve(length);
  append_word(udp, datagram.source_port);
  append_word(udp, datagram.destination_port);
  append_word(udp, length);
  append_word(udp, 0);
  udp += datagram.payload;
  std::uint16_t checksum = internet_checksum(pseudo_header(source, destination, kUdp, length), udp);
  if (checksum == 0) checksum = 0xFFFF;  // RFC 768: 0 means that there is none
  put_word(udp, 6, checksum);
  return ip_header(source, destination, kUdp, length) + udp;
}

std::string build_echo_reply(const IpPacket& request) {
  std::string message(request.payload);
  message[0] = static_cast<char>(request.source.v6 ? 129 : 0);
  return build_icmp(request.destination, request.source, std::move(message));
}

std::string build_port_unreachable(const IpPacket& packet) {
  const bool v6 = packet.source.v6;
  // RFC 1812, 4.3.2.3 and RFC 4443, 2.4: as much of the packet as fits the smallest MTU.
  const std::size_t room = v6 ? 1280 - kIpv6Header - kIcmpHeader : 576 - kIpv4Header - kIcmpHeader;
  std::string message = v6 ? std::string("\x01\x04\0\0\0\0\0\0", kIcmpHeader)
                           : std::string("\x03\x03\0\0\0\0\0\0", kIcmpHeader);
  message += packet.whole.substr(0, std::min(packet.whole.size(), room));
  return build_icmp(packet.destination, packet.source, std::move(message));
}

}  // namespace commune::simulator
