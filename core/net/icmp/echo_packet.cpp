#include "core/net/icmp/echo_packet.hpp"

#include <algorithm>

namespace commune::icmp {
namespace {

using Bytes = std::span<const std::uint8_t>;

constexpr std::size_t kMinIpv4HeaderBytes = 20;
constexpr std::size_t kIpv6HeaderBytes = 40;
constexpr std::uint8_t kProtocolIcmp = 1;
constexpr std::uint8_t kProtocolIcmpv6 = 58;

// Message types: RFC 792 and RFC 4443.
struct Types {
  std::uint8_t echo_request, echo_reply, unreachable, time_exceeded;
};
constexpr Types kTypesV4{8, 0, 3, 11};
constexpr Types kTypesV6{128, 129, 1, 3};

constexpr const Types& types(Family family) {
  return family == Family::v4 ? kTypesV4 : kTypesV6;
}

std::uint16_t read_uint16(Bytes data, std::size_t at) {
  return static_cast<std::uint16_t>(data[at] << 8 | data[at + 1]);
}

void write_uint16(std::vector<std::uint8_t>& data, std::size_t at, std::uint16_t value) {
  data[at] = static_cast<std::uint8_t>(value >> 8);
  data[at + 1] = static_cast<std::uint8_t>(value & 0xFF);
}

// The caller has seen that the header is whole.
Echo parse_echo(Bytes icmp) {
  Echo echo{read_uint16(icmp, 4), read_uint16(icmp, 6), std::nullopt};
  if (icmp.size() < kEchoHeaderBytes + sizeof(Nonce)) return echo;
  Nonce nonce;
  std::copy_n(icmp.begin() + kEchoHeaderBytes, nonce.size(), nonce.begin());
  echo.nonce = nonce;
  return echo;
}

template <typename AddressType>
AddressType read_address(Bytes data, std::size_t at) {
  typename AddressType::bytes_type bytes;
  std::copy_n(data.begin() + static_cast<std::ptrdiff_t>(at), bytes.size(), bytes.begin());
  return AddressType(bytes);
}

// Only a first fragment holds the ICMP header.
bool is_later_fragment(Bytes ipv4) {
  return (read_uint16(ipv4, 6) & 0x1FFF) != 0;
}

Message parse_error(Family family, Bytes icmp) {
  const Bytes quoted = icmp.subspan(kEchoHeaderBytes);
  RequestError error{icmp[0], icmp[1], {}, {}};
  std::optional<Echo> request;
  if (family == Family::v4) {
    const Bytes inner = after_ipv4_header(quoted);
    if (inner.empty()) return {};
    error.destination = read_address<asio::ip::address_v4>(quoted, 16);
    request = parse_quoted_request(family, inner);
  } else {
    // Our requests carry no extension headers: a quote that has some is not ours.
    if (quoted.size() < kIpv6HeaderBytes || quoted[6] != kProtocolIcmpv6) return {};
    error.destination = read_address<asio::ip::address_v6>(quoted, 24);
    request = parse_quoted_request(family, quoted.subspan(kIpv6HeaderBytes));
  }
  if (!request) return {};
  error.request = *request;
  return error;
}

}  // namespace

std::uint16_t internet_checksum(Bytes data) {
  std::uint64_t sum = 0;
  std::size_t i = 0;
  for (; i + 1 < data.size(); i += 2)
    sum += read_uint16(data, i);
  if (i < data.size()) sum += static_cast<std::uint64_t>(data[i]) << 8;
  while (sum > 0xFFFF)
    sum = (sum >> 16) + (sum & 0xFFFF);
  return static_cast<std::uint16_t>(~sum & 0xFFFF);
}

void build_echo_request(Family family, const EchoRequest& request,
                        std::vector<std::uint8_t>& packet) {
  packet.resize(kEchoHeaderBytes + std::max(request.payload_bytes, sizeof(Nonce)));
  packet[0] = types(family).echo_request;
  packet[1] = 0;
  write_uint16(packet, 2, 0);
  write_uint16(packet, 4, request.id);
  write_uint16(packet, 6, request.sequence);
  std::copy(request.nonce.begin(), request.nonce.end(), packet.begin() + kEchoHeaderBytes);
  for (std::size_t i = kEchoHeaderBytes + sizeof(Nonce); i < packet.size(); ++i)
    packet[i] = static_cast<std::uint8_t>(i & 0xFF);
  if (family == Family::v4) write_uint16(packet, 2, internet_checksum(packet));
}

Bytes after_ipv4_header(Bytes packet) {
  if (packet.size() < kMinIpv4HeaderBytes || packet[0] >> 4 != 4) return {};
  const std::size_t header_bytes = std::size_t{4} * (packet[0] & 0x0F);
  if (header_bytes < kMinIpv4HeaderBytes || packet.size() <= header_bytes) return {};
  if (packet[9] != kProtocolIcmp || is_later_fragment(packet)) return {};
  return packet.subspan(header_bytes);
}

std::optional<Echo> parse_quoted_request(Family family, Bytes icmp) {
  if (icmp.size() < kEchoHeaderBytes) return std::nullopt;
  if (icmp[0] != types(family).echo_request || icmp[1] != 0) return std::nullopt;
  return parse_echo(icmp);
}

Message parse_message(Family family, Bytes icmp) {
  if (icmp.size() < kEchoHeaderBytes) return {};
  const Types& known = types(family);
  if (icmp[0] == known.echo_reply && icmp[1] == 0) return EchoReply{parse_echo(icmp)};
  if (icmp[0] == known.unreachable || icmp[0] == known.time_exceeded)
    return parse_error(family, icmp);
  return {};
}

}  // namespace commune::icmp
