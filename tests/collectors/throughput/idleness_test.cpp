#include "collectors/throughput/idleness.hpp"

#include <optional>

#include <gtest/gtest.h>

namespace commune::throughput {
namespace {

using namespace std::chrono_literals;

constexpr double kBelow = 32'000;
constexpr MonoTime kBegin{1h};

LineCount plus(LineCount count, double received, double sent) {
  return {count.received + static_cast<std::uint64_t>(received),
          count.sent + static_cast<std::uint64_t>(sent)};
}

TEST(QuietWatch, counts_from_the_first_look) {
  QuietWatch watch(kBelow);
  for (int second = 0; second <= 10; ++second)
    watch.look(kBegin + second * 1s, {1'000'000, 5});
  EXPECT_EQ(watch.quiet_for(), 10s);
}

TEST(QuietWatch, restarts_after_a_busy_second_in_either_direction) {
  for (const LineCount busy : {LineCount{40'000, 0}, LineCount{0, 40'000}}) {
    QuietWatch watch(kBelow);
    LineCount line;
    for (int second = 0; second <= 9; ++second) {
      if (second == 5) line = busy;
      watch.look(kBegin + second * 1s, line);
    }
    EXPECT_EQ(watch.quiet_for(), 4s);
  }
}

TEST(QuietWatch, counts_traffic_under_the_threshold_as_quiet) {
  QuietWatch watch(kBelow);
  for (std::uint64_t second = 0; second <= 10; ++second)
    watch.look(kBegin + second * 1s, {second * 31'000, second * 31'000});
  EXPECT_EQ(watch.quiet_for(), 10s);
  EXPECT_EQ(watch.last_rate(), 31'000);
}

TEST(QuietWatch, handles_an_interface_whose_counters_restart_at_0) {
  QuietWatch watch(kBelow);
  watch.look(kBegin, {5'000'000'000, 0});
  watch.look(kBegin + 1s, {100, 0});
  EXPECT_EQ(watch.quiet_for(), 1s);
}

/// A line looked at every 50 ms, with our own test and others on it; rates in bytes a second.
class Line {
 public:
  /// When others were found, counted from now; empty: not within that time.
  std::optional<Milliseconds> run(Milliseconds duration, double own, double others_received,
                                  double others_sent, double counted_share = 1) {
    const Milliseconds begin = passed_;
    while (passed_ - begin < duration) {
      passed_ += 50ms;
      const double own_bytes = own / 20, acknowledgements = own / 20 / 40;
      ours_ = plus(ours_, own_bytes * counted_share, acknowledgements);
      line_ = plus(line_, own_bytes + others_received / 20, acknowledgements + others_sent / 20);
      if (watch_.look(kBegin + passed_, line_, ours_)) return passed_ - begin;
    }
    return std::nullopt;
  }

 private:
  OthersWatch watch_{kBelow};
  Milliseconds passed_{0};
  LineCount line_, ours_;
};

TEST(OthersWatch, sees_no_other_traffic_when_all_bytes_are_ours) {
  EXPECT_FALSE(Line().run(10s, 12'500'000, 0, 0));
}

TEST(OthersWatch, tolerates_a_small_error_in_our_own_count) {
  EXPECT_FALSE(Line().run(10s, 12'500'000, 0, 0, 0.96));
  EXPECT_FALSE(Line().run(10s, 12'500'000, 0, 0, 1.06));
}

TEST(OthersWatch, finds_a_user_within_a_second) {
  Line line;
  EXPECT_FALSE(line.run(5s, 1'250'000, 0, 0));
  const auto found = line.run(2s, 1'000'000, 250'000, 0);
  ASSERT_TRUE(found);
  EXPECT_LT(*found, 700ms);
}

TEST(OthersWatch, finds_a_user_who_sends_while_we_receive) {
  Line line;
  EXPECT_FALSE(line.run(5s, 1'250'000, 0, 0));
  const auto found = line.run(2s, 1'250'000, 0, 200'000);
  ASSERT_TRUE(found);
  EXPECT_LT(*found, 700ms);
}

TEST(OthersWatch, ignores_traffic_as_small_as_the_agents_own_polls) {
  EXPECT_FALSE(Line().run(10s, 1'250'000, 20'000, 20'000));
}

TEST(OthersWatch, says_how_much_others_use) {
  OthersWatch watch(kBelow);
  EXPECT_FALSE(watch.look(kBegin, {0, 0}, {0, 0}));
  const auto rate = watch.look(kBegin + 500ms, {150'000, 0}, {50'000, 0});
  ASSERT_TRUE(rate);
  EXPECT_EQ(*rate, 200'000);
}

}  // namespace
}  // namespace commune::throughput
