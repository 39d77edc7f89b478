#include "collectors/throughput/steady_rate.hpp"

#include <numeric>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::throughput {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

constexpr double kTenMegabit = 1'250'000;

std::vector<double> bins(std::size_t count, double per_second) {
  return std::vector<double>(count, per_second / 10);
}

double rate_of(const std::vector<double>& series) {
  const auto found = steady_rate(series);
  EXPECT_TRUE(found);
  return found ? found->bytes_per_second : 0;
}

TEST(ByteBins, spread_the_bytes_over_the_time_they_took) {
  ByteBins series;
  series.reached(50ms, 500);
  series.reached(250ms, 2500);
  EXPECT_THAT(series.whole(), ElementsAre(1000, 1000));
  series.reached(300ms, 2500);
  EXPECT_THAT(series.whole(), ElementsAre(1000, 1000, 500));
}

TEST(ByteBins, lose_nothing_when_two_counts_come_at_one_moment) {
  ByteBins series;
  series.reached(100ms, 100);
  series.reached(100ms, 300);
  series.reached(200ms, 300);
  EXPECT_THAT(series.whole(), ElementsAre(100, 200));
}

TEST(ByteBins, have_no_bin_before_one_is_over) {
  ByteBins series;
  EXPECT_TRUE(series.whole().empty());
  series.reached(99ms, 100);
  EXPECT_TRUE(series.whole().empty());
}

TEST(SteadyRate, of_an_even_flow_is_that_flow) {
  const auto found = steady_rate(bins(100, kTenMegabit));
  ASSERT_TRUE(found);
  EXPECT_DOUBLE_EQ(found->bytes_per_second, kTenMegabit);
  EXPECT_EQ(found->first, 10U);
}

TEST(SteadyRate, leaves_a_slow_start_out_whether_short_or_long) {
  for (const std::size_t climb : {5U, 15U, 30U, 45U}) {
    auto series = bins(100, kTenMegabit);
    for (std::size_t i = 0; i < climb; ++i)
      series[i] *= static_cast<double>(i) / static_cast<double>(climb);
    EXPECT_NEAR(rate_of(series), kTenMegabit, 0.02 * kTenMegabit) << climb;
  }
}

TEST(SteadyRate, leaves_out_what_a_full_token_bucket_let_through_at_first) {
  auto series = bins(100, kTenMegabit);
  for (std::size_t i = 0; i < 25; ++i)
    series[i] *= 8;
  EXPECT_NEAR(rate_of(series), kTenMegabit, 0.01 * kTenMegabit);
}

TEST(SteadyRate, is_the_mean_also_where_bytes_come_in_lumps) {
  auto series = bins(100, 0);
  for (std::size_t i = 0; i < series.size(); i += 2)
    series[i] = kTenMegabit / 5;
  EXPECT_NEAR(rate_of(series), kTenMegabit, 0.02 * kTenMegabit);
}

TEST(SteadyRate, counts_a_pause_in_the_stable_part) {
  auto series = bins(110, kTenMegabit);
  for (std::size_t i = 60; i < 70; ++i)
    series[i] = 0;
  EXPECT_NEAR(rate_of(series), 0.9 * kTenMegabit, 1);
}

TEST(SteadyRate, uses_the_second_half_of_a_flow_that_never_gets_steady) {
  std::vector<double> series(100);
  std::iota(series.begin(), series.end(), 0);
  const auto found = steady_rate(series);
  ASSERT_TRUE(found);
  EXPECT_GE(found->first, 45U);
  EXPECT_LE(found->first, 50U);
}

TEST(SteadyRate, is_unknown_for_less_than_two_seconds) {
  EXPECT_FALSE(steady_rate({}));
  EXPECT_FALSE(steady_rate(bins(19, kTenMegabit)));
  EXPECT_TRUE(steady_rate(bins(20, kTenMegabit)));
}

}  // namespace
}  // namespace commune::throughput
