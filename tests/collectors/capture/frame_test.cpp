#include "collectors/capture/frame.hpp"

#include "tests/collectors/capture/packets.hpp"

#include <gtest/gtest.h>

namespace commune::capture {
namespace {

const FrameBytes kDatagram = udp(5000, 53, {1, 2, 3});

FrameBytes tagged(std::uint16_t type, const FrameBytes& packet, int tags) {
  FrameBytes payload;
  for (int i = 0; i < tags; ++i) {
    put16(payload, 7);
    put16(payload, i + 1 < tags ? 0x8100 : 0x0800);
  }
  return ethernet(tags == 0 ? 0x0800 : type, joined(payload, packet));
}

FrameBytes pppoe(std::uint16_t protocol, const FrameBytes& packet) {
  FrameBytes bytes = {0x11, 0, 0, 9};
  put16(bytes, packet.size() + 2);
  put16(bytes, protocol);
  return ethernet(0x8864, joined(bytes, packet));
}

Frame cut(const FrameBytes& bytes, std::size_t snaplen) {
  Frame frame = frame_of(bytes);
  frame.captured = frame.captured.first(std::min(snaplen, bytes.size()));
  return frame;
}

void expect_datagram(const Frame& frame, const char* source) {
  Packet packet;
  ASSERT_EQ(parse_frame(frame, packet), FrameKind::ip);
  EXPECT_EQ(packet.protocol, kUdp);
  EXPECT_TRUE(packet.has_ports);
  EXPECT_FALSE(packet.fragment);
  EXPECT_EQ(packet.source_port, 5000);
  EXPECT_EQ(packet.destination_port, 53);
  EXPECT_EQ(packet.transport_bytes, kDatagram.size());
  EXPECT_EQ(packet.source, parse_prefix(source).value().network);
}

TEST(Frame, yields_addresses_ports_and_the_length_of_the_network_layer) {
  // Ethernet pads to 60 bytes; padding does not count as traffic.
  FrameBytes padded = ethernet(ip_packet(kUser, kServer, kUdp, kDatagram));
  padded.resize(60);
  expect_datagram(frame_of(padded), kUser);
  Packet packet;
  parse_frame(frame_of(padded), packet);
  EXPECT_EQ(packet.network_bytes, 20 + kDatagram.size());
  EXPECT_EQ(packet.transport.size(), kDatagram.size());
  expect_datagram(frame_of(ethernet(ip_packet(kUserV6, kServerV6, kUdp, kDatagram))), kUserV6);
}

TEST(Frame, looks_behind_stacked_tags_and_pppoe) {
  const FrameBytes packet = ip_packet(kUser, kServer, kUdp, kDatagram);
  for (int tags = 0; tags <= 4; ++tags)
    expect_datagram(frame_of(tagged(0x88A8, packet, tags)), kUser);
  expect_datagram(frame_of(pppoe(0x0021, packet)), kUser);
  expect_datagram(frame_of(pppoe(0x0057, ip_packet(kUserV6, kServerV6, kUdp, kDatagram))), kUserV6);
  Packet unused;
  EXPECT_EQ(parse_frame(frame_of(tagged(0x8100, packet, 5)), unused), FrameKind::malformed);
  EXPECT_EQ(parse_frame(frame_of(pppoe(0xC021, packet)), unused), FrameKind::not_ip);
}

TEST(Frame, knows_raw_ip_and_cooked_captures) {
  const FrameBytes packet = ip_packet(kUser, kServer, kUdp, kDatagram);
  Frame raw = frame_of(packet);
  raw.link = LinkLayer::raw_ip;
  expect_datagram(raw, kUser);
  FrameBytes cooked(14);
  put16(cooked, 0x0800);
  cooked = joined(cooked, packet);
  Frame first = frame_of(cooked);
  first.link = LinkLayer::cooked;
  expect_datagram(first, kUser);
  FrameBytes second_bytes = {0x08, 0x00};
  second_bytes.resize(20);
  second_bytes = joined(second_bytes, packet);
  Frame second = frame_of(second_bytes);
  second.link = LinkLayer::cooked_v2;
  expect_datagram(second, kUser);
}

TEST(Frame, walks_extension_headers_up_to_their_bound) {
  const auto chained = [](std::size_t count) {
    FrameBytes payload;
    for (std::size_t i = 0; i < count; ++i)
      payload = joined(payload,
                       {static_cast<std::uint8_t>(i + 1 < count ? 60 : kUdp), 0, 0, 0, 0, 0, 0, 0});
    return ethernet(ip_packet(kUserV6, kServerV6, 60, joined(payload, kDatagram)));
  };
  for (std::size_t count = 1; count <= 8; ++count)
    expect_datagram(frame_of(chained(count)), kUserV6);
  Packet packet;
  const FrameBytes endless = chained(9);
  EXPECT_EQ(parse_frame(frame_of(endless), packet), FrameKind::ip);
  EXPECT_FALSE(packet.has_ports);
  EXPECT_EQ(packet.network_bytes, endless.size() - 14);
}

TEST(Frame, gives_ports_of_the_first_fragment_alone) {
  FrameBytes first = ip_packet(kUser, kServer, kUdp, kDatagram), later = first;
  first[6] = 0x20;
  later[7] = 5;
  Packet packet;
  EXPECT_EQ(parse_frame(frame_of(ethernet(first)), packet), FrameKind::ip);
  EXPECT_TRUE(packet.fragment);
  EXPECT_TRUE(packet.has_ports);
  EXPECT_EQ(parse_frame(frame_of(ethernet(later)), packet), FrameKind::ip);
  EXPECT_TRUE(packet.fragment);
  EXPECT_FALSE(packet.has_ports);
  const FrameBytes head = {kUdp, 0, 0x00, 0x51, 0, 0, 0, 1};
  const auto v6 = ethernet(ip_packet(kUserV6, kServerV6, 44, joined(head, kDatagram)));
  EXPECT_EQ(parse_frame(frame_of(v6), packet), FrameKind::ip);
  EXPECT_TRUE(packet.fragment);
  EXPECT_FALSE(packet.has_ports);
  EXPECT_EQ(packet.protocol, kUdp);
}

// The snaplen cuts what is long; the wire's length decides what is malformed.
TEST(Frame, that_the_snaplen_cut_counts_whole) {
  const FrameBytes large = ethernet(ip_packet(kUser, kServer, kUdp, udp(1, 2, FrameBytes(1400))));
  Packet packet;
  for (std::size_t snaplen = 42; snaplen <= 96; ++snaplen) {
    ASSERT_EQ(parse_frame(cut(large, snaplen), packet), FrameKind::ip);
    EXPECT_EQ(packet.network_bytes, 1428U);
    EXPECT_EQ(packet.transport_bytes, 1408U);
    EXPECT_EQ(packet.transport.size(), snaplen - 34);
  }
}

TEST(Frame, that_ends_before_its_headers_do_is_malformed) {
  const FrameBytes packet = ip_packet(kUser, kServer, kUdp, kDatagram);
  const FrameBytes extended =
      ip_packet(kUserV6, kServerV6, 0,
                joined({43, 0, 0, 0, 0, 0, 0, 0, kUdp, 0, 0, 0, 0, 0, 0, 0}, kDatagram));
  const FrameBytes frames[] = {tagged(0x8100, packet, 3), pppoe(0x0021, packet),
                               ethernet(extended)};
  for (const FrameBytes& whole : frames)
    for (std::size_t length = 0; length < whole.size(); ++length) {
      const FrameBytes begin(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length));
      Packet unused;
      EXPECT_EQ(parse_frame(frame_of(begin), unused), FrameKind::malformed) << length;
    }
}

TEST(Frame, with_lengths_that_lie_is_malformed) {
  const FrameBytes good = ip_packet(kUser, kServer, kUdp, kDatagram);
  Packet unused;
  const auto with = [&](std::size_t at, std::uint8_t value) {
    FrameBytes bad = good;
    bad[at] = value;
    return parse_frame(frame_of(ethernet(0x0800, bad)), unused);
  };
  EXPECT_EQ(with(0, 0x44), FrameKind::malformed);  // A header of 16 bytes.
  EXPECT_EQ(with(0, 0x65), FrameKind::malformed);
  EXPECT_EQ(with(2, 0x7F), FrameKind::malformed);
  EXPECT_EQ(with(3, 19), FrameKind::malformed);
}

TEST(Frame, of_another_protocol_is_not_ip) {
  Packet unused;
  EXPECT_EQ(parse_frame(frame_of(ethernet(0x0806, FrameBytes(28))), unused), FrameKind::not_ip);
  EXPECT_EQ(parse_frame(frame_of(ethernet(0x8863, FrameBytes(28))), unused), FrameKind::not_ip);
}

TEST(Prefix, is_read_strictly) {
  EXPECT_TRUE(parse_prefix("192.168.1.0/24")->contains(parse_prefix("192.168.1.77")->network));
  EXPECT_FALSE(parse_prefix("192.168.1.0/24")->contains(parse_prefix("192.168.2.1")->network));
  EXPECT_TRUE(parse_prefix("0.0.0.0/0")->contains(parse_prefix("8.8.8.8")->network));
  EXPECT_FALSE(parse_prefix("0.0.0.0/0")->contains(parse_prefix("2001:db8::1")->network));
  EXPECT_TRUE(parse_prefix("fd00::/8")->contains(parse_prefix("fdff::1")->network));
  for (const char* bad : {"", "x", "192.168.1.0/33", "192.168.1.0/", "192.168.1.0/-1", "fd00::/129",
                          "192.168.1.7/24", "192.168.1.0/24x", "192.168.1/24"})
    EXPECT_FALSE(parse_prefix(bad)) << bad;
  EXPECT_EQ(parse_prefix("192.168.1.7/24").error().what,
            "\"192.168.1.7/24\" has bits behind its length: write the network's first address");
}

}  // namespace
}  // namespace commune::capture
