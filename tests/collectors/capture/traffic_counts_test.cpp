#include "collectors/capture/traffic_counts.hpp"

#include <memory>

#include "tests/collectors/capture/packets.hpp"

#include <gtest/gtest.h>

namespace commune::capture {
namespace {

using namespace std::chrono_literals;

constexpr HashKey kKey{1, 2};
const PacketTime kStart{std::chrono::seconds(1'700'000'000)};

Interface lan() {
  Interface interface;
  interface.id = "br-lan";
  interface.lan = {parse_prefix("192.168.1.0/24").value(), parse_prefix("fd00::/64").value()};
  return interface;
}

class TrafficCountsTest : public testing::Test {
 protected:
  void see(const FrameBytes& packet, PacketTime time = kStart) {
    counts_->see(frame_of(ethernet(packet), time));
  }
  Count count(Direction direction, const std::string& name) {
    Totals totals = counts_->totals(kStart);
    for (std::size_t i = 0; i < counts_->classes().size(); ++i)
      if (counts_->classes()[i].name == name) return totals.of(direction, i);
    ADD_FAILURE() << "no class " << name;
    return {};
  }
  void use(const Interface& interface) {
    counts_ = std::make_unique<TrafficCounts>(interface, kKey);
  }

  std::unique_ptr<TrafficCounts> counts_ = std::make_unique<TrafficCounts>(lan(), kKey);
};

TEST_F(TrafficCountsTest, decides_directions_by_the_prefixes_of_the_lan) {
  const FrameBytes payload = udp(5000, 443, FrameBytes(72));
  see(ip_packet(kUser, kServer, kUdp, payload));
  see(ip_packet(kServer, kUser, kUdp, payload));
  see(ip_packet(kUser, kOtherUser, kUdp, payload));
  see(ip_packet(kServer, "198.51.100.9", kUdp, payload));
  see(ip_packet(kUserV6, kServerV6, kUdp, payload));
  // To all on the link: it never leaves the LAN.
  see(ip_packet(kUser, "224.0.0.251", kUdp, payload));
  see(ip_packet("fe80::1", "ff02::1", kUdp, payload));
  EXPECT_EQ(count(Direction::out, "quic").packets, 2U);
  EXPECT_EQ(count(Direction::out, "quic").bytes, 100U + 120U);
  EXPECT_EQ(count(Direction::in, "quic").packets, 1U);
  EXPECT_EQ(count(Direction::local, "quic").packets, 3U);
  EXPECT_EQ(count(Direction::transit, "quic").packets, 1U);
}

TEST_F(TrafficCountsTest, sorts_into_the_shipped_classes) {
  const auto tcp_to = [](std::uint16_t port) {
    return ip_packet(kUser, kServer, kTcp, tcp({40'000, port, 1, 0, true}));
  };
  const auto udp_to = [](std::uint16_t port) {
    return ip_packet(kUser, kServer, kUdp, udp(40'000, port, {1}));
  };
  see(udp_to(53));
  see(tcp_to(853));
  see(tcp_to(443));
  see(udp_to(443));
  see(tcp_to(587));
  see(udp_to(5060));
  see(udp_to(80));
  see(ip_packet(kUser, kServer, 47, {0, 0, 8, 0}));
  EXPECT_EQ(count(Direction::out, "dns").packets, 2U);
  EXPECT_EQ(count(Direction::out, "web").packets, 1U);
  EXPECT_EQ(count(Direction::out, "quic").packets, 1U);
  EXPECT_EQ(count(Direction::out, "mail").packets, 1U);
  EXPECT_EQ(count(Direction::out, "voice").packets, 1U);
  EXPECT_EQ(count(Direction::out, "other").packets, 2U);
}

TEST_F(TrafficCountsTest, takes_the_first_class_of_the_file_that_fits) {
  Interface interface = lan();
  interface.classes = {{"school", {}, {}, {parse_prefix("203.0.113.0/24").value()}},
                       {"game", {kUdp}, {{7000, 7999}}, {}},
                       {"web", {kTcp}, {{443, 443}}, {}}};
  use(interface);
  see(ip_packet(kUser, kServer, kUdp, udp(1, 7777, {1})));
  see(ip_packet(kUser, "198.51.100.9", kUdp, udp(1, 7777, {1})));
  see(ip_packet(kUser, "198.51.100.9", kTcp, tcp({1, 7777})));
  see(ip_packet(kUser, "198.51.100.9", kTcp, tcp({1, 80})));
  EXPECT_EQ(count(Direction::out, "school").packets, 1U);
  EXPECT_EQ(count(Direction::out, "game").packets, 1U);
  // The file says what is web: port 80 no more.
  EXPECT_EQ(count(Direction::out, "web").packets, 0U);
  EXPECT_EQ(count(Direction::out, "other").packets, 2U);
  EXPECT_EQ(counts_->classes().size(), 8U);
  EXPECT_EQ(counts_->classes().back().name, "other");
}

TEST_F(TrafficCountsTest, counts_frames_that_it_cannot_parse) {
  counts_->see(frame_of(ethernet(0x0806, FrameBytes(28)), kStart));
  counts_->see(frame_of(FrameBytes(5), kStart));
  const Totals totals = counts_->totals(kStart);
  EXPECT_EQ(totals.not_ip, 1U);
  EXPECT_EQ(totals.malformed, 1U);
}

std::string user(std::size_t number) {
  return "192.168." + std::to_string(number / 250) + "." + std::to_string(number % 250 + 1);
}

TEST_F(TrafficCountsTest, estimates_the_hosts_of_the_last_five_minutes) {
  Interface interface = lan();
  interface.lan = {parse_prefix("192.168.0.0/16").value()};
  for (const std::size_t hosts : {1U, 10U, 100U, 1'000U, 10'000U}) {
    use(interface);
    for (std::size_t i = 0; i < hosts; ++i)
      for (int twice = 0; twice < 2; ++twice)
        see(ip_packet(user(i), kServer, kUdp, udp(1, 2, {})), kStart + i * 10ms);
    // Who only receives is not active.
    see(ip_packet(kServer, "192.168.255.254", kUdp, udp(1, 2, {})), kStart);
    const double hosts_counted = counts_->totals(kStart + 100s).hosts;
    EXPECT_NEAR(hosts_counted, static_cast<double>(hosts), 0.07 * static_cast<double>(hosts))
        << hosts;
    EXPECT_LT(counts_->totals(kStart + 7min).hosts, 0.5);
  }
}

TEST_F(TrafficCountsTest, keeps_its_five_minutes_when_packets_come_out_of_order) {
  // The tenth of them is kUser.
  for (int i = 0; i < 40; ++i)
    see(ip_packet(user(250 + i), kServer, kUdp, udp(1, 2, {})), kStart);
  for (int second = 0; second < 250; ++second) {
    see(ip_packet(kUser, kServer, kUdp, udp(1, 2, {})), kStart + second * 1s);
    counts_->totals(kStart + second * 1s + 900ms);
    see(ip_packet(kUser, kServer, kUdp, udp(1, 2, {})), kStart + second * 1s - 200ms);
  }
  EXPECT_NEAR(counts_->totals(kStart + 250s).hosts, 40, 2);
  EXPECT_NEAR(counts_->totals(kStart + 250s).heavy[0], 501.0 / 540, 0.001);
}

TEST_F(TrafficCountsTest, counts_a_device_with_both_families_once) {
  for (int i = 1; i <= 20; ++i) {
    see(ip_packet(user(250 + i), kServer, kUdp, udp(1, 2, {})));
    see(ip_packet("fd00::" + std::to_string(i), kServerV6, kUdp, udp(1, 2, {})));
  }
  EXPECT_NEAR(counts_->totals(kStart).hosts, 20, 1);
}

TEST_F(TrafficCountsTest, reports_the_shares_of_the_heaviest_by_rank) {
  // 50 %, 20 %, 10 %, and 200 others with 0.1 % each.
  const auto send = [&](std::size_t number, std::size_t bytes) {
    for (; bytes > 0; bytes -= 1'000)
      see(ip_packet(kServer, user(250 + number), kUdp, udp(1, 2, FrameBytes(972))));
  };
  for (std::size_t i = 0; i < 200; ++i)
    send(20 + i % 200, 1'000);
  send(1, 500'000);
  send(2, 200'000);
  send(3, 100'000);
  const HeavyShares shares = counts_->totals(kStart).heavy;
  EXPECT_NEAR(shares[0], 0.5, 0.001);
  EXPECT_NEAR(shares[1], 0.2, 0.001);
  EXPECT_NEAR(shares[2], 0.1, 0.001);
  EXPECT_LT(shares[3], 0.002);
  EXPECT_EQ(counts_->totals(kStart + 6min).heavy, HeavyShares{});
}

TEST_F(TrafficCountsTest, finds_the_heavy_among_many_and_never_overstates_a_share) {
  Interface interface = lan();
  interface.lan = {parse_prefix("10.0.0.0/8").value()};
  use(interface);
  std::uint32_t random = 7;
  for (int i = 0; i < 200'000; ++i) {
    random = random * 1'664'525 + 1'013'904'223;
    // One packet in ten is the heavy one's, the others are of 60,000 hosts.
    const std::uint32_t low = i % 10 == 0 ? 77 : random >> 16;
    see(ip_packet("10.1." + std::to_string(low >> 8) + "." + std::to_string(low & 255), kServer,
                  kUdp, udp(1, 2, {})),
        kStart + i * 1ms);
  }
  const HeavyShares shares = counts_->totals(kStart + 200s).heavy;
  EXPECT_GT(shares[0], 0.09);
  EXPECT_LT(shares[0], 0.101);
  EXPECT_LT(shares[1], 0.005);
}

TEST_F(TrafficCountsTest, times_dns_by_the_side_of_the_server) {
  const auto question = [](std::uint16_t id, const char* server) {
    return ip_packet(kUser, server, kUdp, udp(5000, 53, dns(id, false, "Www.Example.vn")));
  };
  const auto answer = [](std::uint16_t id, const char* server, const char* name) {
    return ip_packet(server, kUser, kUdp, udp(53, 5000, dns(id, true, name)));
  };
  see(question(1, "8.8.8.8"), kStart);
  see(question(2, "192.168.1.1"), kStart);
  see(question(3, "8.8.8.8"), kStart);
  see(question(4, "8.8.8.8"), kStart);
  see(answer(2, "192.168.1.1", "www.example.vn"), kStart + 2ms);
  see(answer(1, "8.8.8.8", "www.example.vn"), kStart + 30ms);
  see(answer(1, "8.8.8.8", "www.example.vn"), kStart + 31ms);  // A copy.
  see(answer(3, "8.8.8.8", "forged.example"), kStart + 32ms);
  see(answer(4, "8.8.4.4", "www.example.vn"), kStart + 33ms);
  EXPECT_EQ(counts_->dns_responses(Side::wan).count(), 1U);
  EXPECT_NEAR(counts_->dns_responses(Side::wan).quantile(0.5), 0.030, 0.0004);
  EXPECT_NEAR(counts_->dns_responses(Side::lan).quantile(0.5), 0.002, 0.00003);
  EXPECT_EQ(counts_->totals(kStart + 4900ms).of(Side::wan).dns_unanswered, 0U);
  const Totals later = counts_->totals(kStart + 5100ms);
  EXPECT_EQ(later.of(Side::wan).dns_unanswered, 2U);
  EXPECT_EQ(later.of(Side::lan).dns_unanswered, 0U);
  EXPECT_EQ(later.of(Side::wan).dns.counts[8], 1U);  // 25 to 50 ms.
}

// The snaplen cuts a long name at the same place in the question and the answer.
TEST_F(TrafficCountsTest, times_dns_though_the_snaplen_cuts_the_name) {
  const std::string name = "a-rather-long-name-of-a-host.somewhere.example.vn";
  const auto ask = udp(5000, 53, dns(1, false, name)), say = udp(53, 5000, dns(1, true, name));
  const FrameBytes frames[] = {ethernet(ip_packet(kUserV6, kServerV6, kUdp, ask)),
                               ethernet(ip_packet(kServerV6, kUserV6, kUdp, say))};
  for (std::size_t i = 0; i < 2; ++i) {
    Frame frame = frame_of(frames[i], kStart + i * 20ms);
    frame.captured = frame.captured.first(96);
    counts_->see(frame);
  }
  EXPECT_EQ(counts_->dns_responses(Side::wan).count(), 1U);
}

TEST_F(TrafficCountsTest, waits_for_a_bounded_number_of_answers) {
  for (std::size_t i = 0; i < 5'000; ++i)
    see(ip_packet(user(250 + i % 250), "8.8.8.8", kUdp,
                  udp(static_cast<std::uint16_t>(i + 1'024), 53, dns(1, false, "a.b"))));
  const Totals totals = counts_->totals(kStart);
  EXPECT_LE(totals.flows, 1'024U);
  EXPECT_EQ(totals.flows + totals.flows_evicted, 5'000U);
}

TEST_F(TrafficCountsTest, carries_its_counters_over_by_the_names_of_the_classes) {
  see(ip_packet(kUser, kServer, kTcp, tcp({1, 443, 1, 0, true})));
  see(ip_packet(kUser, kServer, kUdp, udp(1, 53, {})));
  const Totals before = counts_->totals(kStart);
  const auto names = counts_->classes();
  Interface interface = lan();
  interface.classes = {{"game", {kUdp}, {{7777, 7777}}, {}}};
  use(interface);
  counts_->carry_over(before, names);
  see(ip_packet(kUser, kServer, kTcp, tcp({1, 443, 1, 0, true})));
  EXPECT_EQ(count(Direction::out, "web").packets, 2U);
  EXPECT_EQ(count(Direction::out, "dns").packets, 1U);
  EXPECT_EQ(count(Direction::out, "game").packets, 0U);
}

}  // namespace
}  // namespace commune::capture
