// What is sent when, and how long the sender waits after each answer.
#include "exporters/remote_write/sender.hpp"

#include "tests/exporters/remote_write/postman.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::remote_write::testing {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Ge;
using ::testing::Le;
using ::testing::SizeIs;
using Kind = Verdict::Kind;

constexpr bool kFreshFirst = true;

QueueOptions with_window() {
  QueueOptions options;
  options.out_of_order_window = 24h;
  return options;
}

/// Pushes `a` and `b` once a minute, and sends nothing.
void push_minutes(Postman& postman, int from, int to) {
  for (int minute = from; minute < to; ++minute) {
    postman.now = std::chrono::minutes(minute);
    postman.push("a " + std::to_string(minute) + "\nb " + std::to_string(minute) + "\n");
  }
}

/// Between consecutive tries.
std::vector<Milliseconds> pauses_of(const Postman& postman) {
  std::vector<Milliseconds> pauses;
  const auto times = postman.times();
  for (std::size_t i = 1; i < times.size(); ++i)
    pauses.push_back(times[i] - times[i - 1]);
  return pauses;
}

TEST(Sender, sends_nothing_when_there_is_nothing) {
  Postman postman;
  EXPECT_FALSE(postman.send());
  EXPECT_EQ(postman.pause(), 0s);
  EXPECT_EQ(postman.figures().last_success, std::nullopt);
}

TEST(Sender, sends_as_many_samples_in_order_as_fit_into_one_request) {
  Postman postman({"test", false, 4});
  push_minutes(postman, 0, 5);
  postman.send_all();
  ASSERT_THAT(postman.tries, SizeIs(3));
  EXPECT_THAT(postman.tries[0].samples, ElementsAre("a 0 @0", "a 1 @60", "b 0 @0", "b 1 @60"));
  EXPECT_THAT(postman.tries[1].samples,
              ElementsAre("a 2 @120", "a 3 @180", "b 2 @120", "b 3 @180"));
  EXPECT_THAT(postman.tries[2].samples, ElementsAre("a 4 @240", "b 4 @240"));
  EXPECT_EQ(postman.gateway.pending(), 0U);
  const RemoteWriteFigures figures = postman.figures();
  EXPECT_EQ(figures.sent_samples, 10U);
  EXPECT_EQ(figures.sent_bytes, 300U);
  EXPECT_EQ(figures.retried_samples, 0U);
  EXPECT_EQ(figures.last_success, kStart + 4min);
  EXPECT_EQ(figures.trouble, "");
}

TEST(Sender, splits_a_moment_that_is_too_large_for_one_request) {
  Postman postman({"test", false, 40});
  postman.push(page_of(100, 1));
  EXPECT_TRUE(postman.send());
  EXPECT_EQ(postman.gateway.pending(), 100U);
  postman.send_all();
  EXPECT_THAT(postman.sizes(), ElementsAre(40, 40, 20));
  EXPECT_EQ(postman.gateway.pending(), 0U);
}

TEST(Sender, sends_the_same_samples_again_after_a_failure_and_then_newer_ones) {
  Postman postman;
  push_minutes(postman, 0, 1);
  postman.receiver = [](const Lines&) { return status(503, "starting"); };
  postman.send_all();
  EXPECT_EQ(postman.figures().trouble, "answers 503: starting");
  push_minutes(postman, 1, 2);
  postman.receiver = [](const Lines&) { return ok(); };
  postman.send_all();
  EXPECT_THAT(postman.sizes(), ElementsAre(2, 4));
  EXPECT_THAT(postman.taken(), ElementsAre("a 0 @0", "a 1 @60", "b 0 @0", "b 1 @60"));
  EXPECT_EQ(postman.figures().trouble, "");
  EXPECT_EQ(postman.figures().retried_samples, 2U);
  EXPECT_EQ(postman.figures().sent_samples, 4U);
  EXPECT_EQ(postman.figures().sent_bytes, 100U);
}

TEST(Sender, sends_the_rest_of_a_request_that_was_accepted_in_part) {
  Postman postman({"test", false, 40});
  postman.push(page_of(100, 1));
  postman.receiver = [&](const Lines&) { return postman.tries.size() == 1 ? no_answer() : ok(); };
  postman.run_until(1min);
  EXPECT_THAT(postman.sizes(), ElementsAre(40, 40, 40, 20));
  EXPECT_EQ(postman.tries[1].samples, postman.tries[2].samples);
  EXPECT_EQ(postman.taken().size(), 100U);
}

TEST(Sender, retries_a_missing_line_every_quarter_of_a_minute) {
  Postman postman;
  push_minutes(postman, 0, 1);
  postman.receiver = [](const Lines&) { return no_answer(); };
  postman.run_until(1h);
  const auto pauses = pauses_of(postman);
  ASSERT_GT(pauses.size(), 200U);
  for (std::size_t i = 0; i < 4; ++i) {
    const Milliseconds full = 1s * (1 << i);
    EXPECT_THAT(pauses[i], AllOf(Ge(full * 3 / 4 - 1ms), Le(full))) << i;
  }
  EXPECT_THAT(std::vector(pauses.begin() + 4, pauses.end()),
              Each(AllOf(Ge(11'249ms), Le(15'000ms))));
  EXPECT_EQ(postman.figures().retried_samples, 2 * postman.tries.size());
}

TEST(Sender, waits_up_to_a_minute_for_a_receiver_in_trouble) {
  Postman postman;
  push_minutes(postman, 0, 1);
  postman.receiver = [](const Lines&) { return status(503); };
  postman.run_until(2h);
  const auto pauses = pauses_of(postman);
  ASSERT_GT(pauses.size(), 100U);
  for (std::size_t i = 0; i < 6; ++i) {
    const Milliseconds full = 1s * (1 << i);
    EXPECT_THAT(pauses[i], AllOf(Ge(full * 3 / 4 - 1ms), Le(full))) << i;
  }
  EXPECT_THAT(std::vector(pauses.begin() + 6, pauses.end()), Each(AllOf(Ge(44'999ms), Le(60s))));
}

TEST(Sender, waits_a_second_again_after_a_success) {
  Postman postman({"test", false, 2});
  push_minutes(postman, 0, 2);
  postman.receiver = [](const Lines&) { return no_answer(); };
  postman.run_until(10min);
  postman.receiver = [&](const Lines&) { return postman.taken().empty() ? ok() : no_answer(); };
  postman.run_until(10min + 15s);
  EXPECT_EQ(postman.gateway.pending(), 2U);
  EXPECT_LE(postman.tries.back().time - postman.tries[postman.tries.size() - 2].time, 8s);
}

TEST(Sender, does_not_retry_at_the_same_moment_as_its_neighbour) {
  Postman one({"test", false, 5'000, "one"}), other({"test", false, 5'000, "other"});
  for (Postman* postman : {&one, &other}) {
    push_minutes(*postman, 0, 1);
    postman->receiver = [](const Lines&) { return no_answer(); };
    postman->send_all();
  }
  EXPECT_NE(one.pause(), other.pause());
}

TEST(Sender, waits_as_long_as_the_receiver_requests) {
  Postman postman;
  push_minutes(postman, 0, 1);
  postman.receiver = [](const Lines&) { return status(429, "slow down", 300s); };
  postman.send_all();
  EXPECT_EQ(postman.pause(), 300s);
  postman.now += 299s;
  EXPECT_FALSE(postman.send());
  postman.now += 1s;
  postman.receiver = [](const Lines&) { return status(503, "", 86'400s); };
  EXPECT_TRUE(postman.send());
  EXPECT_EQ(postman.pause(), 1h);
}

TEST(Sender, waits_longer_than_requested_after_many_failures) {
  Postman postman;
  push_minutes(postman, 0, 1);
  postman.receiver = [](const Lines&) { return status(503, "", 1s); };
  postman.run_until(1h);
  EXPECT_THAT(pauses_of(postman).back(), Ge(44'999ms));
}

class SenderHolds : public ::testing::TestWithParam<int> {};

TEST_P(SenderHolds, everything_and_tries_once_a_minute) {
  Postman postman;
  push_minutes(postman, 0, 1);
  postman.receiver = [](const Lines&) { return status(GetParam(), "no"); };
  postman.run_until(2h);
  EXPECT_THAT(pauses_of(postman), Each(60s));
  EXPECT_THAT(postman.tries, SizeIs(121));
  EXPECT_EQ(postman.gateway.lost(), 0U);
  EXPECT_THAT(postman.figures().trouble,
              ::testing::StartsWith("answers " + std::to_string(GetParam())));
  postman.receiver = [](const Lines&) { return ok(); };
  postman.run_until(2h + 1min);
  EXPECT_THAT(postman.taken(), ElementsAre("a 0 @0", "b 0 @0"));
  EXPECT_EQ(postman.figures().trouble, "");
}

INSTANTIATE_TEST_SUITE_P(Sender, SenderHolds, ::testing::Values(301, 307, 401, 403, 404, 405, 407));

TEST(Sender, learns_nothing_from_an_aborted_request) {
  Postman postman;
  push_minutes(postman, 0, 1);
  postman.receiver = [](const Lines&) {
    Verdict verdict;
    verdict.kind = Kind::aborted;
    return verdict;
  };
  EXPECT_TRUE(postman.send());
  EXPECT_EQ(postman.pause(), 0s);
  EXPECT_EQ(postman.figures().retried_samples, 0U);
  EXPECT_EQ(postman.gateway.pending(), 2U);
}

TEST(Sender, makes_requests_smaller_when_they_time_out_and_larger_again) {
  Postman postman({"test", false, 4'000});
  postman.push(page_of(4'000, 1));
  postman.receiver = [](const Lines& samples) { return samples.size() > 600 ? timeout() : ok(); };
  postman.run_until(1min);
  EXPECT_THAT(postman.sizes(),
              ElementsAre(4'000, 2'000, 1'000, 500, 500, 500, 500, 500, 500, 500, 500));
  EXPECT_EQ(postman.taken().size(), 4'000U);
  // No request is smaller than this.
  postman.push(page_of(4'000, 2));
  postman.receiver = [](const Lines&) { return timeout(); };
  postman.run_until(10min);
  EXPECT_THAT(postman.sizes(), Each(Ge(250U)));
  postman.receiver = [](const Lines&) { return ok(); };
  for (int minute = 10; minute < 60; ++minute) {
    postman.now = std::chrono::minutes(minute) + 1s;
    postman.push(page_of(4'000, minute));
    postman.run_until(postman.now + 16s);
  }
  EXPECT_EQ(postman.sizes().back(), 4'000U);
  EXPECT_EQ(postman.gateway.pending(), 0U);
}

TEST(Sender, makes_the_rest_of_a_request_smaller_when_it_times_out) {
  Postman postman({"test", false, 4'000});
  postman.push(page_of(8'000, 1));
  postman.receiver = [&](const Lines& samples) {
    return postman.tries.empty() || samples.size() <= 600 ? ok() : timeout();
  };
  postman.run_until(5min);
  EXPECT_EQ(postman.sizes().front(), 4'000U);
  EXPECT_EQ(postman.taken().size(), 8'000U);
}

TEST(Sender, halves_a_request_that_is_too_large_and_stays_below_it) {
  Postman postman({"test", false, 1'000});
  postman.push(page_of(1'000, 1));
  postman.receiver = [](const Lines& samples) { return samples.size() > 300 ? status(413) : ok(); };
  postman.send_all();
  EXPECT_THAT(postman.sizes(), ElementsAre(1'000, 500, 250, 250, 500, 250, 250));
  EXPECT_EQ(postman.taken().size(), 1'000U);
  EXPECT_EQ(postman.pause(), 0s);
  EXPECT_EQ(postman.gateway.lost(), 0U);
}

TEST(Sender, recovers_after_a_receiver_refused_everything_as_too_large) {
  Postman postman({"test", false, 200});
  postman.push(page_of(200, 1));
  postman.receiver = [](const Lines&) { return status(413); };
  postman.run_until(10min);
  EXPECT_EQ(postman.gateway.lost(), 0U);
  EXPECT_EQ(postman.gateway.pending(), 200U);
  postman.receiver = [](const Lines&) { return ok(); };
  postman.run_until(12min);
  EXPECT_EQ(postman.gateway.pending(), 0U);
  EXPECT_EQ(postman.taken().size(), 200U);
  postman.push(page_of(200, 2));
  postman.send_all();
  EXPECT_EQ(postman.sizes().back(), 200U);
}

TEST(Sender, sends_fresh_samples_first_if_the_receiver_accepts_them) {
  Postman postman({"test", kFreshFirst, 2}, with_window());
  push_minutes(postman, 0, 4);
  postman.send_all();
  std::vector<std::string> first;
  for (const auto& attempt : postman.tries)
    first.push_back(attempt.samples.front());
  EXPECT_THAT(first, ElementsAre("a 3 @180", "a 0 @0", "a 1 @60", "a 2 @120"));
  EXPECT_THAT(postman.taken(), SizeIs(8));
  EXPECT_EQ(postman.gateway.pending(), 0U);
  EXPECT_EQ(postman.figures().sent_samples, 8U);
}

TEST(Sender, sends_a_fresh_moment_between_two_of_a_backlog) {
  Postman postman({"test", kFreshFirst, 2}, with_window());
  push_minutes(postman, 0, 4);
  EXPECT_TRUE(postman.send() && postman.send());
  push_minutes(postman, 4, 5);
  postman.send_all();
  EXPECT_EQ(postman.tries[1].samples.front(), "a 0 @0");
  EXPECT_EQ(postman.tries[2].samples.front(), "a 4 @240");
  EXPECT_EQ(postman.tries[3].samples.front(), "a 1 @60");
  EXPECT_THAT(postman.taken(), SizeIs(10));
}

TEST(Sender, sends_fresh_samples_when_their_turn_comes_after_they_failed) {
  for (const Verdict& verdict : {no_answer(), status(400), status(401), status(413), status(500)}) {
    Postman postman({"test", kFreshFirst, 2}, with_window());
    push_minutes(postman, 0, 3);
    postman.receiver = [&](const Lines&) { return postman.tries.empty() ? verdict : ok(); };
    postman.run_until(10min);
    ASSERT_THAT(postman.tries, SizeIs(4));
    EXPECT_EQ(postman.tries[0].samples.front(), "a 2 @120");
    EXPECT_EQ(postman.tries[1].samples.front(), "a 0 @0");
    EXPECT_EQ(postman.tries[3].samples.front(), "a 2 @120");
    EXPECT_THAT(postman.taken(), SizeIs(6));
    EXPECT_EQ(postman.figures().retried_samples, 2U);
    EXPECT_EQ(postman.gateway.lost(), 0U);
  }
}

// Prometheus always answers it with 500.
TEST(Sender, drops_samples_that_became_too_old_while_waiting) {
  QueueOptions window;
  window.out_of_order_window = 30min;
  Postman postman({"test", kFreshFirst, 5'000}, window);
  bool up = false;
  postman.receiver = [&](const Lines& samples) {
    if (!up) return no_answer();
    for (const std::string& line : samples) {
      const double time = std::stod(line.substr(line.find('@') + 1));
      if (time < seconds(postman.now) - 1'800) return status(500, "too old sample");
    }
    return ok();
  };
  for (int minute = 0; minute < 150; ++minute) {
    up = minute >= 120;
    postman.now = std::chrono::minutes(minute);
    postman.push(page_of(1'000, minute));
    postman.run_until(postman.now + 59s);
  }
  EXPECT_EQ(postman.gateway.pending(), 0U);
  EXPECT_EQ(postman.lost(RemoteWriteLoss::too_old), postman.gateway.lost());
  EXPECT_EQ(postman.gateway.lost() + postman.taken().size(), 150'000U);
  EXPECT_GE(postman.taken().size(), 59'000U);
}

TEST(Sender, sends_in_order_if_the_receiver_requires_it) {
  Postman postman({"test", false, 2});
  push_minutes(postman, 0, 3);
  postman.send_all();
  EXPECT_EQ(postman.tries[0].samples.front(), "a 0 @0");
}

}  // namespace
}  // namespace commune::remote_write::testing
