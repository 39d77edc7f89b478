#include "collectors/icmp/outstanding_requests.hpp"

#include <set>

#include <gtest/gtest.h>

namespace commune::icmp {
namespace {

using namespace std::chrono_literals;

const Address kDevice = asio::ip::make_address("10.0.0.7");
const Address kStranger = asio::ip::make_address("10.0.0.8");
const Moment kStart{WallTime(1'700'000'000s), MonoTime(1000s)};

Nonce nonce(std::uint8_t first) {
  Nonce made{};
  made[0] = first;
  return made;
}

Moment after(std::chrono::nanoseconds time) {
  return {kStart.wall + time, kStart.mono + time};
}

Arrival arrival(std::chrono::nanoseconds time) {
  return {after(time).wall, kStart.mono, after(time).mono};
}

// Sends one request to kDevice at `when` and returns its sequence.
std::uint16_t send(OutstandingRequests& requests, TargetId target, std::uint8_t first,
                   Moment when = kStart, Milliseconds timeout = 1s) {
  const auto sequence = requests.reserve(when.mono);
  EXPECT_TRUE(sequence);
  requests.sent(*sequence, {target, kDevice, nonce(first), when, timeout});
  return *sequence;
}

Refusal refusal(const tl::expected<Answer, Refusal>& answer) {
  EXPECT_FALSE(answer);
  return answer.error();
}

TEST(OutstandingRequests, accepts_a_matching_reply_and_returns_its_round_trip) {
  OutstandingRequests requests;
  const auto sequence = send(requests, TargetId{7}, 1);
  EXPECT_EQ(requests.outstanding(), 1u);
  const auto answer = requests.reply({0, sequence, nonce(1)}, kDevice, arrival(3ms));
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->target, TargetId{7});
  EXPECT_EQ(answer->round_trip, 3ms);
  EXPECT_EQ(requests.outstanding(), 0u);
}

TEST(OutstandingRequests, refuses_a_reply_with_another_nonce_or_none_and_keeps_waiting) {
  OutstandingRequests requests;
  const auto sequence = send(requests, TargetId{7}, 1);
  EXPECT_EQ(refusal(requests.reply({0, sequence, nonce(2)}, kDevice, arrival(1ms))),
            Refusal::forged);
  EXPECT_EQ(refusal(requests.reply({0, sequence, {}}, kDevice, arrival(1ms))), Refusal::forged);
  EXPECT_TRUE(requests.reply({0, sequence, nonce(1)}, kDevice, arrival(3ms)));
}

TEST(OutstandingRequests, refuses_a_reply_from_another_address) {
  OutstandingRequests requests;
  const auto sequence = send(requests, TargetId{7}, 1);
  EXPECT_EQ(refusal(requests.reply({0, sequence, nonce(1)}, kStranger, arrival(1ms))),
            Refusal::other_address);
  EXPECT_EQ(requests.outstanding(), 1u);
}

TEST(OutstandingRequests, counts_five_copies_of_a_reply_once) {
  OutstandingRequests requests;
  const auto sequence = send(requests, TargetId{7}, 1);
  EXPECT_TRUE(requests.reply({0, sequence, nonce(1)}, kDevice, arrival(3ms)));
  for (int copy = 0; copy < 4; ++copy)
    EXPECT_EQ(refusal(requests.reply({0, sequence, nonce(1)}, kDevice, arrival(4ms))),
              Refusal::duplicate);
}

TEST(OutstandingRequests, refuses_a_sequence_that_was_never_sent) {
  OutstandingRequests requests;
  const auto sequence = send(requests, TargetId{7}, 1);
  const auto other = static_cast<std::uint16_t>(sequence + 1);
  EXPECT_EQ(refusal(requests.reply({0, other, nonce(1)}, kDevice, arrival(1ms))), Refusal::unknown);
  const auto reserved = requests.reserve(kStart.mono);
  ASSERT_TRUE(reserved);
  EXPECT_EQ(refusal(requests.reply({0, *reserved, Nonce{}}, Address(), arrival(1ms))),
            Refusal::unknown);
}

TEST(OutstandingRequests, a_reply_after_the_timeout_is_late_and_its_copies_are_duplicates) {
  OutstandingRequests requests;
  const auto sequence = send(requests, TargetId{7}, 1);
  EXPECT_FALSE(requests.expire(after(999ms).mono));
  const auto expired = requests.expire(after(1s).mono);
  ASSERT_TRUE(expired);
  EXPECT_EQ(expired->target, TargetId{7});
  EXPECT_FALSE(requests.expire(after(1s).mono));
  EXPECT_EQ(requests.outstanding(), 0u);
  EXPECT_EQ(refusal(requests.reply({0, sequence, nonce(1)}, kDevice, arrival(2s))), Refusal::late);
  EXPECT_EQ(refusal(requests.reply({0, sequence, nonce(1)}, kDevice, arrival(2s))),
            Refusal::duplicate);
}

TEST(OutstandingRequests, a_reply_seen_late_by_us_but_in_time_by_the_kernel_counts) {
  OutstandingRequests requests;
  const auto sequence = send(requests, TargetId{7}, 1);
  const Arrival stalled{after(20ms).wall, kStart.mono, after(5s).mono};
  const auto answer = requests.reply({0, sequence, nonce(1)}, kDevice, stalled);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->round_trip, 20ms);
  EXPECT_FALSE(requests.expire(after(5s).mono));
}

TEST(OutstandingRequests, a_reply_later_than_its_timeout_is_late_even_before_expire_is_called) {
  OutstandingRequests requests;
  const auto sequence = send(requests, TargetId{7}, 1);
  EXPECT_EQ(refusal(requests.reply({0, sequence, nonce(1)}, kDevice, arrival(1001ms))),
            Refusal::late);
  EXPECT_TRUE(requests.expire(after(1001ms).mono));
}

TEST(OutstandingRequests, never_matches_a_late_reply_to_a_later_request) {
  OutstandingRequests requests;
  const auto first = send(requests, TargetId{7}, 1);
  EXPECT_TRUE(requests.expire(after(1s).mono));
  const auto second = send(requests, TargetId{7}, 2, after(1s));
  EXPECT_NE(first, second);
  EXPECT_EQ(refusal(requests.reply({0, first, nonce(1)}, kDevice, arrival(9s))), Refusal::late);
  EXPECT_EQ(refusal(requests.reply({0, second, nonce(1)}, kDevice, arrival(1100ms))),
            Refusal::forged);
  EXPECT_EQ(requests.outstanding(), 1u);
}

TEST(OutstandingRequests, expires_by_deadline_and_not_by_order_of_sending) {
  OutstandingRequests requests;
  send(requests, TargetId{1}, 1, kStart, 3s);
  send(requests, TargetId{2}, 2, kStart, 1s);
  EXPECT_EQ(requests.expire(after(10s).mono)->target, TargetId{2});
  EXPECT_EQ(requests.expire(after(10s).mono)->target, TargetId{1});
  EXPECT_FALSE(requests.expire(after(10s).mono));
}

TEST(OutstandingRequests, closes_a_request_that_a_router_could_not_deliver) {
  OutstandingRequests requests;
  const auto sequence = send(requests, TargetId{7}, 1);
  const auto failed = requests.failed({3, 1, kDevice, {0, sequence, nonce(1)}});
  ASSERT_TRUE(failed);
  EXPECT_EQ(*failed, TargetId{7});
  EXPECT_EQ(requests.outstanding(), 0u);
  EXPECT_FALSE(requests.expire(after(2s).mono));
  EXPECT_EQ(requests.failed({3, 1, kDevice, {0, sequence, nonce(1)}}).error(), Refusal::duplicate);
}

TEST(OutstandingRequests, accepts_a_quote_without_nonce_but_not_one_with_another_nonce) {
  OutstandingRequests requests;
  const auto sequence = send(requests, TargetId{7}, 1);
  EXPECT_EQ(requests.failed({3, 1, kDevice, {0, sequence, nonce(2)}}).error(), Refusal::forged);
  EXPECT_EQ(requests.failed({3, 1, kStranger, {0, sequence, {}}}).error(), Refusal::other_address);
  EXPECT_TRUE(requests.failed({3, 1, kDevice, {0, sequence, {}}}));
}

TEST(OutstandingRequests, never_reuses_an_outstanding_sequence_and_stops_at_65536) {
  OutstandingRequests requests;
  std::set<std::uint16_t> given;
  for (int i = 0; i < 65536; ++i)
    given.insert(send(requests, TargetId{static_cast<std::uint64_t>(i)}, 1, kStart, 60s));
  EXPECT_EQ(given.size(), 65536u);
  EXPECT_FALSE(requests.reserve(kStart.mono));
  // One is answered: its number is free again, in the middle of all others.
  EXPECT_EQ(requests.reply({0, 1500, nonce(1)}, kDevice, arrival(1ms))->target, TargetId{1500});
  EXPECT_EQ(requests.reserve(kStart.mono), 1500);
}

TEST(OutstandingRequests, wraps_after_65535_and_the_old_deadline_does_not_end_the_new_request) {
  OutstandingRequests requests;
  const auto first = send(requests, TargetId{1}, 1, kStart, 60s);
  EXPECT_TRUE(requests.reply({0, first, nonce(1)}, kDevice, arrival(1ms)));
  for (int i = 0; i < 65535; ++i) {
    const auto sequence = send(requests, TargetId{2}, 2, after(20s), 1s);
    EXPECT_TRUE(requests.reply({0, sequence, nonce(2)}, kDevice, arrival(20001ms)));
  }
  EXPECT_EQ(send(requests, TargetId{3}, 3, after(59s), 60s), first);
  EXPECT_FALSE(requests.expire(after(61s).mono));
  EXPECT_EQ(requests.expire(after(119s).mono)->target, TargetId{3});
}

TEST(OutstandingRequests, a_released_number_is_not_outstanding) {
  OutstandingRequests requests;
  const auto sequence = requests.reserve(kStart.mono);
  ASSERT_TRUE(sequence);
  requests.release(*sequence);
  EXPECT_EQ(requests.outstanding(), 0u);
  EXPECT_EQ(refusal(requests.reply({0, *sequence, Nonce{}}, Address(), arrival(1ms))),
            Refusal::unknown);
}

}  // namespace
}  // namespace commune::icmp
