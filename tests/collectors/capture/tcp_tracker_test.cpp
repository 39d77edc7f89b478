#include "collectors/capture/tcp_tracker.hpp"

#include <memory>

#include "tests/collectors/capture/packets.hpp"

#include <gtest/gtest.h>

namespace commune::capture {
namespace {

using namespace std::chrono_literals;

const PacketTime kStart{std::chrono::seconds(1'700'000'000)};
constexpr Ends kOut{Side::lan, Side::wan}, kIn{Side::wan, Side::lan};

class Tracker : public testing::Test {
 protected:
  void out(TcpWords words, std::chrono::microseconds at, const std::string& user = kUser) {
    if (words.source == 0) words.source = 40'000;
    words.destination = 443;
    see(user, kServer, words, kOut, at);
  }
  void in(TcpWords words, std::chrono::microseconds at, const std::string& user = kUser) {
    words.source = 443;
    if (words.destination == 0) words.destination = 40'000;
    see(kServer, user, words, kIn, at);
  }
  void see(const std::string& source, const std::string& destination, const TcpWords& words,
           Ends ends, std::chrono::microseconds at) {
    const FrameBytes bytes = ethernet(ip_packet(source, destination, kTcp, tcp(words)));
    Packet packet;
    ASSERT_EQ(parse_frame(frame_of(bytes), packet), FrameKind::ip);
    tracker_.see(packet, ends, kStart + at, totals_);
  }
  std::uint64_t samples(Side side) { return tracker_.round_trips(side).count(); }

  TcpTracker tracker_{64, HashKey{5, 6}};
  Totals totals_;
};

constexpr TcpWords syn(std::uint32_t sequence) {
  TcpWords words;
  words.sequence = sequence;
  words.syn = true;
  return words;
}
constexpr TcpWords syn_ack(std::uint32_t sequence, std::uint32_t acknowledged) {
  TcpWords words = syn(sequence);
  words.acknowledged = acknowledged;
  words.ack = true;
  return words;
}
constexpr TcpWords segment(std::uint32_t sequence, std::uint32_t acknowledged,
                           std::size_t payload = 0) {
  TcpWords words;
  words.sequence = sequence;
  words.acknowledged = acknowledged;
  words.ack = true;
  words.payload = payload;
  return words;
}

TEST_F(Tracker, times_both_sides_by_the_handshake) {
  out(syn(99), 0ms);
  in(syn_ack(199, 100), 40ms);
  out(segment(100, 200), 45ms);
  EXPECT_NEAR(tracker_.round_trips(Side::wan).quantile(0.5), 0.040, 0.0005);
  EXPECT_NEAR(tracker_.round_trips(Side::lan).quantile(0.5), 0.005, 0.00006);
}

TEST_F(Tracker, does_not_sample_a_syn_that_was_sent_again) {
  out(syn(99), 0ms);
  out(syn(99), 1s);
  in(syn_ack(199, 100), 1040ms);
  EXPECT_EQ(samples(Side::wan), 0U);
  out(segment(100, 200), 1045ms);
  EXPECT_EQ(samples(Side::lan), 1U);
}

TEST_F(Tracker, ignores_a_receivers_answer_while_nothing_followed) {
  in(segment(1'000, 50, 1'400), 0ms);
  out(segment(50, 2'400), 45ms);  // 5 ms away, and 40 ms held back.
  EXPECT_EQ(samples(Side::lan), 0U);
  // Two of them are answered at once.
  in(segment(2'400, 50, 1'400), 100ms);
  in(segment(3'800, 50, 1'400), 101ms);
  out(segment(50, 5'200), 106ms);
  EXPECT_EQ(samples(Side::lan), 1U);
  EXPECT_NEAR(tracker_.round_trips(Side::lan).quantile(0.5), 0.005, 0.00006);
}

TEST_F(Tracker, does_not_count_keep_alives_as_retransmissions) {
  in(segment(1'000, 50, 1'400), 0ms);
  out(segment(50, 2'400), 5ms);
  in(segment(2'399, 50, 1), 60s);
  in(segment(2'399, 50, 0), 120s);
  EXPECT_EQ(totals_.of(Side::lan).segments, 1U);
  EXPECT_EQ(totals_.of(Side::lan).retransmissions, 0U);
}

TEST_F(Tracker, measures_nothing_over_a_clock_that_was_set_or_a_long_silence) {
  in(segment(1'000, 50, 1'400), 0ms);
  in(segment(2'400, 50, 1'400), 0ms);
  out(segment(50, 3'800), 20s);
  in(segment(3'800, 50, 1'400), 30s);
  in(segment(5'200, 50, 1'400), 30s);
  out(segment(50, 6'600), 10s);
  EXPECT_EQ(samples(Side::lan), 0U);
}

TEST_F(Tracker, follows_a_new_connection_over_the_same_ports) {
  out(syn(99), 0ms);
  in(syn_ack(199, 100), 10ms);
  TcpWords end = segment(200, 100);
  end.reset = true;
  in(end, 20ms);
  EXPECT_EQ(tracker_.alive(kStart + 1s), 0U);
  out(syn(7), 1s);
  in(syn_ack(3'000'000'000U, 8), 1030ms);
  EXPECT_EQ(samples(Side::wan), 2U);
  EXPECT_EQ(tracker_.alive(kStart + 1s), 1U);
}

TEST_F(Tracker, keeps_answered_connections_through_a_flood_of_syns) {
  out(syn(99), 0ms);
  in(syn_ack(199, 100), 10ms);
  for (std::uint16_t i = 0; i < 20'000; ++i) {
    TcpWords words = syn(i);
    words.source = static_cast<std::uint16_t>(1'024 + i);
    out(words, 11ms, kOtherUser);
  }
  EXPECT_LE(tracker_.alive(kStart + 1s), 64U);
  EXPECT_GE(totals_.flows_evicted, 20'001U - 64);
  // Still known: the answer to its data gives samples.
  in(segment(200, 100, 1'400), 20ms);
  in(segment(1'600, 100, 1'400), 20ms);
  out(segment(100, 3'000), 25ms);
  EXPECT_EQ(samples(Side::lan), 1U);
}

TEST_F(Tracker, does_not_follow_connections_that_only_acknowledge_or_end) {
  out(segment(100, 200), 0ms);
  TcpWords reset = segment(100, 200);
  reset.reset = true;
  out(reset, 0ms);
  EXPECT_EQ(tracker_.alive(kStart), 0U);
}

TEST_F(Tracker, forgets_idle_connections) {
  in(segment(1'000, 50, 1'400), 0ms);
  EXPECT_EQ(tracker_.alive(kStart + 299s), 1U);
  EXPECT_EQ(tracker_.alive(kStart + 301s), 0U);
}

}  // namespace
}  // namespace commune::capture
