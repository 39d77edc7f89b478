#include "collectors/icmp/ledger.hpp"

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
std::uint16_t send(Ledger& ledger, TargetId target, std::uint8_t first, Moment when = kStart,
                   Milliseconds timeout = 1s) {
  const auto sequence = ledger.reserve(when.mono);
  EXPECT_TRUE(sequence);
  ledger.sent(*sequence, {target, kDevice, nonce(first), when, timeout});
  return *sequence;
}

Refusal refusal(const tl::expected<Answer, Refusal>& answer) {
  EXPECT_FALSE(answer);
  return answer.error();
}

TEST(Ledger, takes_a_reply_that_matches_and_tells_the_round_trip) {
  Ledger ledger;
  const auto sequence = send(ledger, TargetId{7}, 1);
  EXPECT_EQ(ledger.outstanding(), 1u);
  const auto answer = ledger.reply({0, sequence, nonce(1)}, kDevice, arrival(3ms));
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->target, TargetId{7});
  EXPECT_EQ(answer->round_trip, 3ms);
  EXPECT_EQ(ledger.outstanding(), 0u);
}

TEST(Ledger, refuses_a_reply_with_another_nonce_or_none_and_goes_on_waiting) {
  Ledger ledger;
  const auto sequence = send(ledger, TargetId{7}, 1);
  EXPECT_EQ(refusal(ledger.reply({0, sequence, nonce(2)}, kDevice, arrival(1ms))), Refusal::forged);
  EXPECT_EQ(refusal(ledger.reply({0, sequence, {}}, kDevice, arrival(1ms))), Refusal::forged);
  EXPECT_TRUE(ledger.reply({0, sequence, nonce(1)}, kDevice, arrival(3ms)));
}

TEST(Ledger, refuses_a_reply_from_another_address) {
  Ledger ledger;
  const auto sequence = send(ledger, TargetId{7}, 1);
  EXPECT_EQ(refusal(ledger.reply({0, sequence, nonce(1)}, kStranger, arrival(1ms))),
            Refusal::other_address);
  EXPECT_EQ(ledger.outstanding(), 1u);
}

TEST(Ledger, counts_five_copies_of_a_reply_once) {
  Ledger ledger;
  const auto sequence = send(ledger, TargetId{7}, 1);
  EXPECT_TRUE(ledger.reply({0, sequence, nonce(1)}, kDevice, arrival(3ms)));
  for (int copy = 0; copy < 4; ++copy)
    EXPECT_EQ(refusal(ledger.reply({0, sequence, nonce(1)}, kDevice, arrival(4ms))),
              Refusal::duplicate);
}

TEST(Ledger, refuses_a_sequence_that_was_never_sent) {
  Ledger ledger;
  const auto sequence = send(ledger, TargetId{7}, 1);
  const auto other = static_cast<std::uint16_t>(sequence + 1);
  EXPECT_EQ(refusal(ledger.reply({0, other, nonce(1)}, kDevice, arrival(1ms))), Refusal::unknown);
  const auto reserved = ledger.reserve(kStart.mono);
  ASSERT_TRUE(reserved);
  EXPECT_EQ(refusal(ledger.reply({0, *reserved, Nonce{}}, Address(), arrival(1ms))),
            Refusal::unknown);
}

TEST(Ledger, a_reply_after_the_timeout_is_late_and_its_copies_are_duplicates) {
  Ledger ledger;
  const auto sequence = send(ledger, TargetId{7}, 1);
  EXPECT_FALSE(ledger.expire(after(999ms).mono));
  const auto expired = ledger.expire(after(1s).mono);
  ASSERT_TRUE(expired);
  EXPECT_EQ(expired->target, TargetId{7});
  EXPECT_FALSE(ledger.expire(after(1s).mono));
  EXPECT_EQ(ledger.outstanding(), 0u);
  EXPECT_EQ(refusal(ledger.reply({0, sequence, nonce(1)}, kDevice, arrival(2s))), Refusal::late);
  EXPECT_EQ(refusal(ledger.reply({0, sequence, nonce(1)}, kDevice, arrival(2s))),
            Refusal::duplicate);
}

TEST(Ledger, a_reply_seen_late_by_us_but_in_time_by_the_kernel_counts) {
  Ledger ledger;
  const auto sequence = send(ledger, TargetId{7}, 1);
  const Arrival stalled{after(20ms).wall, kStart.mono, after(5s).mono};
  const auto answer = ledger.reply({0, sequence, nonce(1)}, kDevice, stalled);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->round_trip, 20ms);
  EXPECT_FALSE(ledger.expire(after(5s).mono));
}

TEST(Ledger, a_reply_later_than_its_timeout_is_late_even_before_anybody_looked) {
  Ledger ledger;
  const auto sequence = send(ledger, TargetId{7}, 1);
  EXPECT_EQ(refusal(ledger.reply({0, sequence, nonce(1)}, kDevice, arrival(1001ms))),
            Refusal::late);
  EXPECT_TRUE(ledger.expire(after(1001ms).mono));
}

TEST(Ledger, never_takes_a_late_reply_for_a_later_request) {
  Ledger ledger;
  const auto first = send(ledger, TargetId{7}, 1);
  EXPECT_TRUE(ledger.expire(after(1s).mono));
  const auto second = send(ledger, TargetId{7}, 2, after(1s));
  EXPECT_NE(first, second);
  EXPECT_EQ(refusal(ledger.reply({0, first, nonce(1)}, kDevice, arrival(9s))), Refusal::late);
  EXPECT_EQ(refusal(ledger.reply({0, second, nonce(1)}, kDevice, arrival(1100ms))),
            Refusal::forged);
  EXPECT_EQ(ledger.outstanding(), 1u);
}

TEST(Ledger, expires_by_deadline_and_not_by_order_of_sending) {
  Ledger ledger;
  send(ledger, TargetId{1}, 1, kStart, 3s);
  send(ledger, TargetId{2}, 2, kStart, 1s);
  EXPECT_EQ(ledger.expire(after(10s).mono)->target, TargetId{2});
  EXPECT_EQ(ledger.expire(after(10s).mono)->target, TargetId{1});
  EXPECT_FALSE(ledger.expire(after(10s).mono));
}

TEST(Ledger, closes_a_request_that_a_router_could_not_deliver) {
  Ledger ledger;
  const auto sequence = send(ledger, TargetId{7}, 1);
  const auto failed = ledger.failed({3, 1, kDevice, {0, sequence, nonce(1)}});
  ASSERT_TRUE(failed);
  EXPECT_EQ(*failed, TargetId{7});
  EXPECT_EQ(ledger.outstanding(), 0u);
  EXPECT_FALSE(ledger.expire(after(2s).mono));
  EXPECT_EQ(ledger.failed({3, 1, kDevice, {0, sequence, nonce(1)}}).error(), Refusal::duplicate);
}

TEST(Ledger, believes_a_quote_without_nonce_but_none_that_differs) {
  Ledger ledger;
  const auto sequence = send(ledger, TargetId{7}, 1);
  EXPECT_EQ(ledger.failed({3, 1, kDevice, {0, sequence, nonce(2)}}).error(), Refusal::forged);
  EXPECT_EQ(ledger.failed({3, 1, kStranger, {0, sequence, {}}}).error(), Refusal::other_address);
  EXPECT_TRUE(ledger.failed({3, 1, kDevice, {0, sequence, {}}}));
}

TEST(Ledger, gives_no_sequence_twice_while_it_is_out_and_stops_at_65536) {
  Ledger ledger;
  std::set<std::uint16_t> given;
  for (int i = 0; i < 65536; ++i)
    given.insert(send(ledger, TargetId{static_cast<std::uint64_t>(i)}, 1, kStart, 60s));
  EXPECT_EQ(given.size(), 65536u);
  EXPECT_FALSE(ledger.reserve(kStart.mono));
  // One is answered: its number is free again, in the middle of all others.
  EXPECT_EQ(ledger.reply({0, 1500, nonce(1)}, kDevice, arrival(1ms))->target, TargetId{1500});
  EXPECT_EQ(ledger.reserve(kStart.mono), 1500);
}

TEST(Ledger, wraps_after_65535_and_the_old_deadline_does_not_end_the_new_request) {
  Ledger ledger;
  const auto first = send(ledger, TargetId{1}, 1, kStart, 60s);
  EXPECT_TRUE(ledger.reply({0, first, nonce(1)}, kDevice, arrival(1ms)));
  for (int i = 0; i < 65535; ++i) {
    const auto sequence = send(ledger, TargetId{2}, 2, after(20s), 1s);
    EXPECT_TRUE(ledger.reply({0, sequence, nonce(2)}, kDevice, arrival(20001ms)));
  }
  EXPECT_EQ(send(ledger, TargetId{3}, 3, after(59s), 60s), first);
  EXPECT_FALSE(ledger.expire(after(61s).mono));
  EXPECT_EQ(ledger.expire(after(119s).mono)->target, TargetId{3});
}

TEST(Ledger, a_released_number_is_no_request) {
  Ledger ledger;
  const auto sequence = ledger.reserve(kStart.mono);
  ASSERT_TRUE(sequence);
  ledger.release(*sequence);
  EXPECT_EQ(ledger.outstanding(), 0u);
  EXPECT_EQ(refusal(ledger.reply({0, *sequence, Nonce{}}, Address(), arrival(1ms))),
            Refusal::unknown);
}

}  // namespace
}  // namespace commune::icmp
