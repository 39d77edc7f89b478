#include "core/net/icmp/echo_packet.hpp"

#include <gtest/gtest.h>

namespace commune::icmp {
namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr Nonce kNonce = {0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77,
                          0x88, 0x99, 0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF};

Bytes request(Family family, std::size_t payload_bytes = sizeof(Nonce)) {
  Bytes packet;
  build_echo_request(family, {0x1234, 0xABCD, kNonce, payload_bytes}, packet);
  return packet;
}

Bytes joined(Bytes head, const Bytes& tail) {
  head.insert(head.end(), tail.begin(), tail.end());
  return head;
}

// 10.77.0.2 to 10.99.0.9, 20 bytes, protocol 1.
const Bytes kIpv4Header = {0x45, 0, 0, 44, 0, 0, 0, 0, 64, 1, 0, 0, 10, 77, 0, 2, 10, 99, 0, 9};

Bytes ipv6_header(std::uint8_t next_header) {
  Bytes header(40, 0);
  header[0] = 0x60;
  header[6] = next_header;
  header[8] = 0xFD;  // fd00::2 to fd00::9
  header[23] = 2;
  header[24] = 0xFD;
  header[39] = 9;
  return header;
}

TEST(InternetChecksum, is_that_of_rfc_1071) {
  // The example of RFC 1071, section 3: the sum is ddf2.
  EXPECT_EQ(internet_checksum(Bytes{0x00, 0x01, 0xF2, 0x03, 0xF4, 0xF5, 0xF6, 0xF7}), 0x220D);
  EXPECT_EQ(internet_checksum(Bytes{}), 0xFFFF);
  EXPECT_EQ(internet_checksum(Bytes{0x01}), 0xFEFF);
}

TEST(EchoRequest, has_the_bytes_of_rfc_792) {
  const Bytes expected = {8,    0,    0x7D, 0xBA, 0x12, 0x34, 0xAB, 0xCD, 0x00, 0x11, 0x22, 0x33,
                          0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF};
  const Bytes packet = request(Family::v4);
  EXPECT_EQ(packet, expected);
  EXPECT_EQ(internet_checksum(packet), 0);
}

TEST(EchoRequest, leaves_the_checksum_of_icmpv6_to_the_kernel) {
  const Bytes packet = request(Family::v6);
  EXPECT_EQ(Bytes(packet.begin(), packet.begin() + 8),
            (Bytes{128, 0, 0, 0, 0x12, 0x34, 0xAB, 0xCD}));
}

TEST(EchoRequest, is_as_long_as_asked_and_at_least_holds_the_nonce) {
  EXPECT_EQ(request(Family::v4, 56).size(), 64u);
  EXPECT_EQ(request(Family::v4, 57).size(), 65u);
  EXPECT_EQ(internet_checksum(request(Family::v4, 57)), 0);
  EXPECT_EQ(request(Family::v4, 0).size(), 24u);
}

TEST(ParseMessage, reads_an_echo_reply_of_either_family) {
  for (const auto& [family, type] : {std::pair{Family::v4, 0}, std::pair{Family::v6, 129}}) {
    Bytes packet = request(family);
    packet[0] = static_cast<std::uint8_t>(type);
    const Message message = parse_message(family, packet);
    ASSERT_TRUE(std::holds_alternative<EchoReply>(message));
    EXPECT_EQ(std::get<EchoReply>(message).echo, (Echo{0x1234, 0xABCD, kNonce}));
  }
}

TEST(ParseMessage, reads_a_reply_too_short_for_a_nonce_as_one_without) {
  const Bytes packet = {0, 0, 0, 0, 0, 7, 0, 9, 1, 2, 3};
  const Message message = parse_message(Family::v4, packet);
  ASSERT_TRUE(std::holds_alternative<EchoReply>(message));
  EXPECT_EQ(std::get<EchoReply>(message).echo, (Echo{7, 9, std::nullopt}));
}

TEST(ParseMessage, reads_which_request_a_router_could_not_deliver) {
  const Bytes error = joined({3, 1, 0, 0, 0, 0, 0, 0}, joined(kIpv4Header, request(Family::v4)));
  const Message message = parse_message(Family::v4, error);
  ASSERT_TRUE(std::holds_alternative<RequestError>(message));
  const auto& found = std::get<RequestError>(message);
  EXPECT_EQ(found.type, 3);
  EXPECT_EQ(found.code, 1);
  EXPECT_EQ(found.destination.to_string(), "10.99.0.9");
  EXPECT_EQ(found.request, (Echo{0x1234, 0xABCD, kNonce}));
}

TEST(ParseMessage, takes_the_eight_quoted_bytes_that_rfc_792_asks_for) {
  Bytes quoted = request(Family::v4);
  quoted.resize(8);
  const Message message =
      parse_message(Family::v4, joined({11, 0, 0, 0, 0, 0, 0, 0}, joined(kIpv4Header, quoted)));
  ASSERT_TRUE(std::holds_alternative<RequestError>(message));
  EXPECT_EQ(std::get<RequestError>(message).request, (Echo{0x1234, 0xABCD, std::nullopt}));
}

TEST(ParseMessage, reads_errors_of_icmpv6) {
  const Bytes error =
      joined({1, 3, 0, 0, 0, 0, 0, 0}, joined(ipv6_header(58), request(Family::v6)));
  const Message message = parse_message(Family::v6, error);
  ASSERT_TRUE(std::holds_alternative<RequestError>(message));
  const auto& found = std::get<RequestError>(message);
  EXPECT_EQ(found.type, 1);
  EXPECT_EQ(found.code, 3);
  EXPECT_EQ(found.destination.to_string(), "fd00::9");
  EXPECT_EQ(found.request, (Echo{0x1234, 0xABCD, kNonce}));
}

TEST(ParseMessage, passes_over_errors_about_anything_but_an_echo_request) {
  const Bytes head = {3, 3, 0, 0, 0, 0, 0, 0};
  Bytes udp = kIpv4Header;
  udp[9] = 17;
  Bytes later_fragment = kIpv4Header;
  later_fragment[7] = 0x20;
  Bytes reply = request(Family::v4);
  reply[0] = 0;
  for (const Bytes& quoted : {joined(udp, request(Family::v4)), joined(kIpv4Header, reply),
                              joined(later_fragment, request(Family::v4)), kIpv4Header, Bytes{}})
    EXPECT_TRUE(
        std::holds_alternative<std::monostate>(parse_message(Family::v4, joined(head, quoted))));
  EXPECT_TRUE(std::holds_alternative<std::monostate>(parse_message(
      Family::v6, joined({1, 0, 0, 0, 0, 0, 0, 0}, joined(ipv6_header(17), request(Family::v6))))));
}

// Every cut of every kind of packet: none may be read past its end (ASan sees it), none but the
// whole headers make a message.
TEST(ParseMessage, survives_packets_cut_at_any_byte) {
  const Bytes v4 = joined({3, 1, 0, 0, 0, 0, 0, 0}, joined(kIpv4Header, request(Family::v4)));
  for (std::size_t length = 0; length < v4.size(); ++length) {
    const Bytes cut(v4.begin(), v4.begin() + static_cast<std::ptrdiff_t>(length));
    EXPECT_EQ(std::holds_alternative<RequestError>(parse_message(Family::v4, cut)), length >= 36)
        << length;
  }
  const Bytes v6 = joined({1, 3, 0, 0, 0, 0, 0, 0}, joined(ipv6_header(58), request(Family::v6)));
  for (std::size_t length = 0; length < v6.size(); ++length) {
    const Bytes cut(v6.begin(), v6.begin() + static_cast<std::ptrdiff_t>(length));
    EXPECT_EQ(std::holds_alternative<RequestError>(parse_message(Family::v6, cut)), length >= 56)
        << length;
  }
}

TEST(AfterIpv4Header, steps_over_options_and_refuses_other_protocols) {
  Bytes with_options = kIpv4Header;
  with_options[0] = 0x46;
  with_options.insert(with_options.end(), {1, 1, 1, 1, 0xAA, 0xBB});
  const auto rest = after_ipv4_header(with_options);
  EXPECT_EQ(Bytes(rest.begin(), rest.end()), (Bytes{0xAA, 0xBB}));
  Bytes too_short_header = with_options;
  too_short_header[0] = 0x44;
  EXPECT_TRUE(after_ipv4_header(too_short_header).empty());
  Bytes version_6 = with_options;
  version_6[0] = 0x65;
  EXPECT_TRUE(after_ipv4_header(version_6).empty());
  EXPECT_TRUE(after_ipv4_header(kIpv4Header).empty());
}

}  // namespace
}  // namespace commune::icmp
