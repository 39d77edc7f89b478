// Any bytes as what an ICMP socket delivers: with an IPv4 header (raw) and without one (ping, v6).
#include <algorithm>

#include "core/net/icmp/echo_packet.hpp"
#include "tests/fuzz/require.hpp"
#include "tests/fuzz/target.hpp"

namespace commune::fuzz {
namespace {

using icmp::Echo;
using icmp::Message;
using Bytes = std::span<const std::uint8_t>;

void check_echo(const Echo& echo, Bytes packet) {
  if (!echo.nonce) return;
  const auto& nonce = *echo.nonce;
  require(std::search(packet.begin(), packet.end(), nonce.begin(), nonce.end()) != packet.end(),
          "a nonce that is not in the packet");
}

void check_message(Family family, Bytes packet) {
  const Message message = icmp::parse_message(family, packet);
  if (const auto* reply = std::get_if<icmp::EchoReply>(&message)) check_echo(reply->echo, packet);
  if (const auto* error = std::get_if<icmp::RequestError>(&message)) {
    check_echo(error->request, packet);
    require(family_of(error->destination) == family, "an error about an address of another family");
  }
  if (const auto quoted = icmp::parse_quoted_request(family, packet)) check_echo(*quoted, packet);
  icmp::internet_checksum(packet);
}

// What is built of the same bytes is understood again.
void check_round_trip(Family family, Bytes bytes) {
  icmp::EchoRequest request;
  std::copy_n(bytes.begin(), std::min(bytes.size(), request.nonce.size()), request.nonce.begin());
  request.id = static_cast<std::uint16_t>(bytes.size());
  request.sequence = bytes.empty() ? 0 : bytes.back();
  request.payload_bytes = bytes.size();
  std::vector<std::uint8_t> packet;
  icmp::build_echo_request(family, request, packet);
  const auto read = icmp::parse_quoted_request(family, packet);
  require(read && *read == Echo{request.id, request.sequence, request.nonce},
          "an echo request of ours is not understood");
  if (family == Family::v4)
    require(icmp::internet_checksum(packet) == 0, "an echo request with a wrong checksum");
}

std::string after(std::string header, Bytes packet) {
  return header.append(packet.begin(), packet.end());
}

}  // namespace

void run(Bytes bytes) {
  const Bytes inner = icmp::after_ipv4_header(bytes);
  require(inner.size() + 20 <= std::max<std::size_t>(bytes.size(), 20), "a header of no bytes");
  require(inner.empty() || inner.data() + inner.size() == bytes.data() + bytes.size(),
          "what follows the IPv4 header does not end with the packet");
  for (const Family family : {Family::v4, Family::v6}) {
    check_message(family, bytes);
    check_message(family, inner);
    check_round_trip(family, bytes);
  }
}

std::vector<std::string> seeds() {
  const std::string ipv4("\x45\0\0\x2C\0\0\0\0\x40\x01\0\0\xC0\0\x02\x01\xC0\0\x02\x02", 20);
  std::string ipv6("\x60\0\0\0\0\x18\x3A\x40", 8);
  ipv6.append(32, '\x20');
  std::vector<std::uint8_t> packet;
  icmp::build_echo_request(Family::v4, {7, 9, {1, 2, 3}, 24}, packet);
  const std::string request_v4 = after("", packet);
  packet[0] = 0;
  const std::string reply_v4 = after("", packet);
  icmp::build_echo_request(Family::v6, {7, 9, {1, 2, 3}, 24}, packet);
  const std::string request_v6 = after("", packet);
  packet[0] = 129;
  const std::string unreachable_v4("\x03\x01\0\0\0\0\0\0", 8), exceeded_v6("\x03\0\0\0\0\0\0\0", 8);
  return {reply_v4,
          ipv4 + reply_v4,
          after("", packet),
          unreachable_v4 + ipv4 + request_v4,
          ipv4 + unreachable_v4 + ipv4 + request_v4,
          exceeded_v6 + ipv6 + request_v6};
}

}  // namespace commune::fuzz
