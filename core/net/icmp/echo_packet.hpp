// Echo requests to bytes, and bytes to echo replies and errors about our requests: RFC 792 (ICMP)
// and RFC 4443 (ICMPv6). Pure: knows nothing of sockets and of what is outstanding.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <variant>
#include <vector>

#include "core/net/address.hpp"

namespace commune::icmp {

/// Random bytes at the start of the payload: they prove that a reply answers our request.
using Nonce = std::array<std::uint8_t, 16>;

inline constexpr std::size_t kEchoHeaderBytes = 8;

struct EchoRequest {
  std::uint16_t id = 0;
  std::uint16_t sequence = 0;
  Nonce nonce{};
  std::size_t payload_bytes = sizeof(Nonce);  ///< Less than the nonce counts as the nonce.
};

/// The fields of an echo message. No nonce: the payload is too short for one.
struct Echo {
  std::uint16_t id = 0;
  std::uint16_t sequence = 0;
  std::optional<Nonce> nonce;

  friend bool operator==(const Echo&, const Echo&) = default;
};

struct EchoReply {
  Echo echo;
};

/// Destination unreachable or time exceeded, about an echo request that it quotes.
struct RequestError {
  std::uint8_t type = 0;
  std::uint8_t code = 0;
  Address destination;  ///< Where the quoted request was going.
  Echo request;
};

/// monostate: nothing that concerns us, or nothing that can be understood.
using Message = std::variant<std::monostate, EchoReply, RequestError>;

/// Fills `packet` from the ICMP header on. The checksum is set for IPv4; for IPv6 it covers
/// addresses that only the kernel knows, which therefore fills it in (RFC 3542, 3.1).
void build_echo_request(Family family, const EchoRequest& request,
                        std::vector<std::uint8_t>& packet);

/// Reads a message from its ICMP header on.
Message parse_message(Family family, std::span<const std::uint8_t> icmp);

/// Reads an echo request of ours as an error quotes it, from its ICMP header on.
std::optional<Echo> parse_quoted_request(Family family, std::span<const std::uint8_t> icmp);

/// What follows the IPv4 header that a raw socket delivers; empty when there is none or it carries
/// no ICMP.
std::span<const std::uint8_t> after_ipv4_header(std::span<const std::uint8_t> packet);

/// RFC 1071. Over data with a right checksum in it: 0.
std::uint16_t internet_checksum(std::span<const std::uint8_t> data);

}  // namespace commune::icmp
