// Samples that the receiver refuses among healthy ones, and receivers that refuse everything.
#include <algorithm>
#include <map>

#include "exporters/remote_write/sender.hpp"
#include "tests/exporters/remote_write/postman.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::remote_write::testing {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using Loss = RemoteWriteLoss;

bool has(const Lines& samples, const std::string& series) {
  return std::any_of(samples.begin(), samples.end(),
                     [&](const std::string& line) { return line.starts_with(series + " "); });
}

/// Gives this answer to every request that contains one of these series.
Postman::Receiver poisoned_by(const std::vector<std::string>& series, const Verdict& verdict) {
  return [series, verdict](const Lines& samples) {
    const bool poisoned = std::any_of(series.begin(), series.end(),
                                      [&](const std::string& each) { return has(samples, each); });
    return poisoned ? verdict : ok();
  };
}

TEST(SenderSearch, drops_only_the_refused_sample_and_records_it) {
  Postman postman;
  postman.push(page_of(1'000, 1.5));
  postman.receiver = poisoned_by({"s0437"}, status(400, "out of bounds"));
  postman.send_all();
  EXPECT_THAT(postman.taken(), SizeIs(999));
  EXPECT_FALSE(has(postman.taken(), "s0437"));
  EXPECT_EQ(postman.lost(Loss::refused), 1U);
  EXPECT_EQ(postman.gateway.lost(), 1U);
  EXPECT_EQ(postman.gateway.pending(), 0U);
  EXPECT_EQ(postman.refused_list(),
            "2026-11-25T00:00:00Z s0437 1.5 1795564800000: answers 400: out of bounds\n");
  // About two requests for each halving.
  EXPECT_LE(postman.tries.size(), 22U);
  EXPECT_EQ(postman.figures().sent_samples, 999U);
  EXPECT_EQ(postman.figures().retried_samples, 0U);
  EXPECT_EQ(postman.pause(), 0s);
}

TEST(SenderSearch, drops_each_of_several_refused_samples_whatever_the_reason) {
  Postman postman;
  postman.push(page_of(1'000, 1));
  postman.receiver =
      poisoned_by({"s0000", "s0001", "s0500", "s0999"}, status(400, "no such tenant"));
  postman.send_all();
  EXPECT_THAT(postman.taken(), SizeIs(996));
  EXPECT_EQ(postman.lost(Loss::refused), 4U);
  EXPECT_EQ(postman.gateway.pending(), 0U);
  for (const auto* series : {"s0000", "s0001", "s0500", "s0999"})
    EXPECT_THAT(postman.refused_list(), HasSubstr(fmt::format(" {} 1 ", series)));
}

TEST(SenderSearch, drops_one_sample_of_a_series_and_not_the_others) {
  Postman postman;
  for (int minute = 0; minute < 8; ++minute) {
    postman.now = std::chrono::minutes(minute);
    postman.push(fmt::format("a {}\n", minute));
  }
  postman.receiver = [](const Lines& samples) {
    return std::count(samples.begin(), samples.end(), "a 5 @300") > 0 ? status(400) : ok();
  };
  postman.send_all();
  EXPECT_THAT(postman.taken(), SizeIs(7));
  EXPECT_THAT(postman.refused_list(), HasSubstr(" a 5 1795565100000: answers 400\n"));
}

TEST(SenderSearch, keeps_the_order_within_each_series_while_it_searches) {
  for (const int code : {400, 500}) {
    Postman postman;
    for (int minute = 0; minute < 40; ++minute) {
      postman.now = std::chrono::minutes(minute);
      postman.push("a 1\nb 1\nc 1\n");
    }
    postman.receiver = [code](const Lines& samples) {
      const bool poisoned = std::count(samples.begin(), samples.end(), "b 1 @600") > 0;
      return poisoned ? status(code) : ok();
    };
    postman.run_until(2h);
    EXPECT_EQ(postman.lost(Loss::refused), 1U);
    std::map<std::string, double> last;
    for (const auto& attempt : postman.tries) {
      if (attempt.verdict != Verdict::Kind::taken) continue;
      for (const std::string& line : attempt.samples) {
        const double time = std::stod(line.substr(line.find('@') + 1));
        const auto [known, first] = last.emplace(line.substr(0, 1), time);
        EXPECT_TRUE(first || known->second < time) << code << ": " << line;
        known->second = time;
      }
    }
  }
}

TEST(SenderSearch, holds_when_everything_is_refused_without_a_reason) {
  Postman postman;
  postman.push(page_of(1'000, 1));
  postman.receiver = [](const Lines&) { return status(400, "missing tenant"); };
  postman.run_until(1h);
  EXPECT_EQ(postman.gateway.lost(), 0U);
  EXPECT_EQ(postman.gateway.pending(), 1'000U);
  EXPECT_EQ(postman.refused_list(), "");
  EXPECT_EQ(postman.figures().trouble, "answers 400: missing tenant");
  // At most one search per minute.
  EXPECT_LE(postman.tries.size(), 61U * 30U);
  postman.receiver = [](const Lines&) { return ok(); };
  postman.run_until(1h + 1min);
  EXPECT_THAT(postman.taken(), SizeIs(1'000));
  EXPECT_EQ(postman.gateway.lost(), 0U);
}

TEST(SenderSearch, drops_everything_that_is_out_of_bounds) {
  Postman postman;
  postman.push(page_of(1'000, 1));
  postman.receiver = [](const Lines&) { return status(400, "out of bounds"); };
  postman.send_all();
  EXPECT_EQ(postman.lost(Loss::refused), 1'000U);
  EXPECT_EQ(postman.gateway.pending(), 0U);
  EXPECT_THAT(postman.refused_list(), HasSubstr("Z and 900 more\n"));
  // Newer samples are accepted.
  postman.receiver = [](const Lines&) { return ok(); };
  postman.now += 60s;
  postman.push("a 1\n");
  postman.send_all();
  EXPECT_TRUE(has(postman.taken(), "a"));
}

TEST(SenderSearch, drops_one_that_is_too_large_by_itself) {
  Postman postman;
  postman.push(page_of(64, 1));
  postman.receiver = poisoned_by({"s0020"}, status(413));
  postman.send_all();
  EXPECT_THAT(postman.taken(), SizeIs(63));
  EXPECT_EQ(postman.lost(Loss::refused), 1U);
}

// Prometheus always gives this answer to a sample outside its window.
TEST(SenderSearch, finds_the_sample_that_is_answered_by_500_and_delivers_the_rest) {
  Postman postman;
  postman.push(page_of(1'000, 1));
  postman.receiver = poisoned_by({"s0437"}, status(500, "too old"));
  postman.run_until(10min);
  EXPECT_THAT(postman.taken(), SizeIs(999));
  EXPECT_EQ(postman.lost(Loss::refused), 1U);
  EXPECT_EQ(postman.gateway.pending(), 0U);
  EXPECT_THAT(postman.refused_list(), HasSubstr(" s0437 1 1795564800000: answers 500: too old\n"));
}

TEST(SenderSearch, finds_it_wherever_it_is) {
  for (const std::string series : {"s0000", "s0001", "s0498", "s0500", "s0998", "s0999"}) {
    Postman postman;
    postman.push(page_of(1'000, 1));
    postman.receiver = poisoned_by({series}, status(500));
    postman.run_until(1h);
    EXPECT_THAT(postman.taken(), SizeIs(999)) << series;
    EXPECT_EQ(postman.lost(Loss::refused), 1U) << series;
    EXPECT_THAT(postman.refused_list(), HasSubstr(" " + series + " ")) << series;
  }
}

TEST(SenderSearch, finds_several_that_are_answered_by_500) {
  Postman postman;
  postman.push(page_of(1'000, 1));
  postman.receiver = poisoned_by({"s0000", "s0250", "s0999"}, status(500));
  postman.run_until(1h);
  EXPECT_THAT(postman.taken(), SizeIs(997));
  EXPECT_EQ(postman.lost(Loss::refused), 3U);
  EXPECT_EQ(postman.gateway.pending(), 0U);
}

TEST(SenderSearch, finds_them_when_all_but_one_sample_of_the_batch_are_refused) {
  Postman postman;
  postman.push(page_of(4, 1));
  postman.receiver = poisoned_by({"s0000", "s0001", "s0003"}, status(500));
  postman.run_until(2h);
  EXPECT_THAT(postman.taken(), SizeIs(1));
  EXPECT_EQ(postman.lost(Loss::refused), 3U);
  EXPECT_EQ(postman.gateway.pending(), 0U);
}

TEST(SenderSearch, loses_nothing_to_a_receiver_that_answers_500_to_everything) {
  Postman postman;
  postman.push(page_of(1'000, 1));
  postman.receiver = [](const Lines&) { return status(500, "disk full"); };
  postman.run_until(24h);
  EXPECT_EQ(postman.gateway.lost(), 0U);
  EXPECT_EQ(postman.gateway.pending(), 1'000U);
  EXPECT_EQ(postman.figures().trouble, "answers 500: disk full");
  // Waits longer each time, as after any other failure.
  EXPECT_LE(postman.tries.size(), 24U * 60U * 4U / 3U + 10U);
  postman.receiver = [](const Lines&) { return ok(); };
  postman.run_until(24h + 10min);
  EXPECT_THAT(postman.taken(), SizeIs(1'000));
  EXPECT_EQ(postman.gateway.lost(), 0U);
}

TEST(SenderSearch, does_not_search_after_answers_503) {
  Postman postman;
  postman.push(page_of(1'000, 1));
  postman.receiver = [](const Lines&) { return status(503); };
  postman.run_until(24h);
  EXPECT_THAT(postman.sizes(), Each(1'000U));
}

TEST(SenderSearch, does_not_search_after_few_errors_500) {
  Postman postman;
  postman.push(page_of(1'000, 1));
  postman.receiver = [&](const Lines&) { return postman.tries.size() < 3 ? status(500) : ok(); };
  postman.run_until(1min);
  EXPECT_THAT(postman.sizes(), ::testing::ElementsAre(1'000, 1'000, 1'000, 1'000));
  EXPECT_EQ(postman.figures().retried_samples, 3'000U);
  EXPECT_EQ(postman.figures().sent_samples, 1'000U);
}

TEST(SenderSearch, drops_everything_refused_when_fresh_samples_are_accepted_meanwhile) {
  QueueOptions window;
  window.out_of_order_window = 24h;
  Postman postman({"test", true, 5'000}, window);
  postman.push(page_of(20, 1));
  postman.receiver = [](const Lines& samples) {
    return samples.front().ends_with("@0") ? status(400, "unknown words") : ok();
  };
  postman.send_all();
  EXPECT_EQ(postman.gateway.lost(), 0U);
  for (int minute = 1; minute < 3; ++minute) {
    postman.now = std::chrono::minutes(minute);
    postman.push(page_of(20, 2));
  }
  postman.run_until(10min);
  EXPECT_EQ(postman.lost(Loss::refused), 20U);
  EXPECT_EQ(postman.gateway.pending(), 0U);
  EXPECT_THAT(postman.taken(), SizeIs(40));
}

TEST(SenderSearch, records_a_staleness_marker_that_was_refused) {
  Postman postman;
  postman.push("a 1\nb{x=\"y\"} 1\n");
  postman.send_all();
  postman.now = 60s;
  postman.push("a 2\n");
  postman.receiver = poisoned_by({"b{x=\"y\"}"}, status(422, "bad\nvalue"));
  postman.send_all();
  EXPECT_EQ(postman.refused_list(),
            "2026-11-25T00:01:00Z b{x=\"y\"} stale 1795564860000: answers 422: bad value\n");
}

}  // namespace
}  // namespace commune::remote_write::testing
