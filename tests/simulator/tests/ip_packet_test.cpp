#include "tests/simulator/net/ip_packet.hpp"

#include <gtest/gtest.h>

namespace commune::simulator {
namespace {

using namespace std::string_literals;

const IpAddress kAgent = *IpAddress::parse("10.77.255.254");
const IpAddress kDevice = *IpAddress::parse("10.77.0.1");
const IpAddress kAgent6 = *IpAddress::parse("fd77::fffe");
const IpAddress kDevice6 = *IpAddress::parse("fd77::1");

std::string echo_request(bool v6) {
  const std::string icmp = (v6 ? "\x80"s : "\x08"s) + "\x00\x00\x00\x12\x34\x00\x07hello"s;
  // The IP header of a UDP packet of the same length, with the protocol exchanged.
  std::string packet = build_udp(v6 ? kAgent6 : kAgent, v6 ? kDevice6 : kDevice,
                                 {0, 0, std::string_view(icmp).substr(8)});
  packet.replace(v6 ? 40 : 20, std::string::npos, icmp);
  packet[v6 ? 6 : 9] = static_cast<char>(v6 ? kIcmp6 : kIcmp);
  if (!v6) {
    packet[10] = packet[11] = 0;
    const std::uint16_t sum = internet_checksum(std::string_view(packet).substr(0, 20));
    packet[10] = static_cast<char>(sum >> 8);
    packet[11] = static_cast<char>(sum);
  }
  return packet;
}

TEST(Checksum, is_that_of_rfc_1071) {
  EXPECT_EQ(internet_checksum("\x00\x01\xf2\x03\xf4\xf5\xf6\xf7"s), 0x220D);
  EXPECT_EQ(internet_checksum("\x00\x01\xf2\x03"s, "\xf4\xf5\xf6\xf7"s), 0x220D);
  EXPECT_EQ(internet_checksum("\x01"s), 0xFEFF);
}

TEST(IpPacket, udp_over_ipv4_has_these_bytes) {
  EXPECT_EQ(build_udp(kDevice, kAgent, {161, 40000, "hi"}),
            "\x45\x00\x00\x1E\x00\x00\x40\x00\x40\x11\x26\x36\x0A\x4D\x00\x01\x0A\x4D\xFF\xFE"
            "\x00\xA1\x9C\x40\x00\x0A\xE5\xF5"
            "hi"s);
}

TEST(IpPacket, built_packets_can_be_parsed_again) {
  for (const bool v6 : {false, true}) {
    const std::string bytes =
        build_udp(v6 ? kDevice6 : kDevice, v6 ? kAgent6 : kAgent, {161, 40000, "odd"}) +
        "trailing bytes";
    const auto packet = parse_ip(bytes);
    ASSERT_TRUE(packet);
    EXPECT_EQ(packet->source, v6 ? kDevice6 : kDevice);
    EXPECT_EQ(packet->destination, v6 ? kAgent6 : kAgent);
    const auto datagram = parse_udp(*packet);
    ASSERT_TRUE(datagram);
    EXPECT_EQ(datagram->source_port, 161);
    EXPECT_EQ(datagram->destination_port, 40000);
    EXPECT_EQ(datagram->payload, "odd");
  }
}

TEST(IpPacket, a_changed_byte_is_noticed_by_a_checksum) {
  const std::string good = build_udp(kDevice, kAgent, {161, 40000, "payload"});
  for (std::size_t i = 0; i < good.size(); ++i) {
    std::string bad = good;
    bad[i] = static_cast<char>(bad[i] ^ 0x10);
    const auto packet = parse_ip(bad);
    EXPECT_FALSE(packet && parse_udp(*packet)) << i;
  }
}

TEST(IpPacket, cut_off_and_fragmented_packets_are_refused) {
  const std::string good = build_udp(kDevice, kAgent, {161, 40000, "payload"});
  for (std::size_t size = 0; size < good.size(); ++size)
    EXPECT_FALSE(parse_ip(std::string_view(good).substr(0, size))) << size;
  const std::string six = build_udp(kDevice6, kAgent6, {161, 40000, "payload"});
  for (std::size_t size = 0; size < six.size(); ++size)
    EXPECT_FALSE(parse_ip(std::string_view(six).substr(0, size))) << size;
  std::string fragment = good;
  fragment[6] = 0x20;  // more fragments follow
  fragment[10] = fragment[11] = 0;
  const std::uint16_t sum = internet_checksum(std::string_view(fragment).substr(0, 20));
  fragment[10] = static_cast<char>(sum >> 8);
  fragment[11] = static_cast<char>(sum);
  EXPECT_FALSE(parse_ip(fragment));
}

TEST(Echo, replies_carry_the_payload_back_under_a_right_checksum) {
  const std::string bytes = echo_request(false);
  const auto request = parse_ip(bytes);
  ASSERT_TRUE(request);
  ASSERT_TRUE(is_echo_request(*request));
  const std::string reply_bytes = build_echo_reply(*request);
  const auto reply = parse_ip(reply_bytes);
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->source, kDevice);
  EXPECT_EQ(reply->destination, kAgent);
  EXPECT_EQ(reply->protocol, kIcmp);
  EXPECT_EQ(reply->payload.substr(0, 2), "\x00\x00"s);
  EXPECT_EQ(reply->payload.substr(4), "\x12\x34\x00\x07hello"s);
  EXPECT_EQ(internet_checksum(reply->payload), 0);
  EXPECT_FALSE(is_echo_request(*reply));
}

TEST(Echo, replies_in_ipv6_count_the_addresses_into_the_checksum) {
  const std::string bytes = echo_request(true);
  const auto request = parse_ip(bytes);
  ASSERT_TRUE(request);
  ASSERT_TRUE(is_echo_request(*request));
  const std::string reply_bytes = build_echo_reply(*request);
  const auto reply = parse_ip(reply_bytes);
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->protocol, kIcmp6);
  EXPECT_EQ(reply->payload.substr(0, 2), "\x81\x00"s);
  const std::string pseudo = std::string(kDevice6.wire()) + std::string(kAgent6.wire()) +
                             "\x00\x00\x00\x0D\x00\x00\x00\x3A"s;
  EXPECT_EQ(internet_checksum(pseudo, reply->payload), 0);
}

TEST(PortUnreachable, gives_the_head_of_the_packet_back) {
  const std::string bytes = build_udp(kAgent, kDevice, {40000, 161, std::string(2000, 'x')});
  const std::string told = build_port_unreachable(*parse_ip(bytes));
  EXPECT_EQ(told.size(), 576U);
  const auto packet = parse_ip(told);
  ASSERT_TRUE(packet);
  EXPECT_EQ(packet->source, kDevice);
  EXPECT_EQ(packet->payload.substr(0, 2), "\x03\x03"s);
  EXPECT_EQ(packet->payload.substr(8), std::string_view(bytes).substr(0, 548));
  EXPECT_EQ(internet_checksum(packet->payload), 0);
}

TEST(PortUnreachable, has_its_own_numbers_in_ipv6) {
  const std::string bytes = build_udp(kAgent6, kDevice6, {40000, 161, "x"});
  const std::string told = build_port_unreachable(*parse_ip(bytes));
  const auto packet = parse_ip(told);
  ASSERT_TRUE(packet);
  EXPECT_EQ(packet->protocol, kIcmp6);
  EXPECT_EQ(packet->payload.substr(0, 2), "\x01\x04"s);
  EXPECT_EQ(packet->payload.substr(8), bytes);
}

TEST(IpAddress, knows_its_text_its_network_and_its_neighbour) {
  EXPECT_EQ(kDevice6.str(), "fd77::1");
  EXPECT_EQ(kDevice.neighbour().str(), "10.77.0.0");
  EXPECT_FALSE(IpAddress::parse("10.77.0"));
  const IpPrefix prefix = *IpPrefix::parse("10.77.255.254/16");
  EXPECT_TRUE(prefix.contains(kDevice));
  EXPECT_FALSE(prefix.contains(*IpAddress::parse("10.78.0.1")));
  EXPECT_FALSE(prefix.contains(kDevice6));
  for (const char* text : {"10.77.0.1", "10.77.0.1/33", "10.77.0.1/x", "fd77::1/129"})
    EXPECT_FALSE(IpPrefix::parse(text)) << text;
}

}  // namespace
}  // namespace commune::simulator
