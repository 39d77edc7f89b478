#include "exporters/report/quality_rows.hpp"

#include "tests/exporters/report/small_ledger.hpp"

#include <gtest/gtest.h>

namespace commune::report {
namespace {

std::vector<std::uint64_t> round_trips(std::size_t bucket, std::uint64_t count) {
  std::vector<std::uint64_t> counts(kRoundTripBounds.size() + 1, 0);
  counts[bucket] = count;
  return counts;
}

TEST(RoundTripQuantile, is_interpolated_in_its_bucket) {
  EXPECT_DOUBLE_EQ(*round_trip_quantile(round_trips(3, 100), 0.5), 0.00075);
  EXPECT_DOUBLE_EQ(*round_trip_quantile(round_trips(0, 4), 0.25), 0.000025);
}

TEST(RoundTripQuantile, is_the_last_bound_beyond_it_and_empty_without_samples) {
  EXPECT_DOUBLE_EQ(*round_trip_quantile(round_trips(kRoundTripBounds.size(), 1), 0.95), 10.0);
  EXPECT_EQ(round_trip_quantile({}, 0.5), std::nullopt);
}

TEST(QualityRows, a_month_sums_what_is_counted_and_keeps_extremes) {
  const auto history = small_ledger();
  const auto bounds = periods(vietnam(), Period::month, {at("2026-10"), at("2026-11")});
  std::vector<Quality> months;
  QualityRows rows(bounds, [&](const PeriodBounds&, const Quality& row) { months.push_back(row); });
  for (const auto& row : history.kept_quality)
    rows.add(row);
  rows.end_period();
  ASSERT_EQ(months.size(), 1u);
  EXPECT_EQ(loss(months[0]), Ratio{50'000});
  EXPECT_EQ(months[0].peak_clients, 9);
  EXPECT_EQ(months[0].receive_bytes, 2'000'000'000u);
  EXPECT_EQ(months[0].least_rsrp_dbm, std::nullopt);
}

TEST(QualityRows, days_are_rows_of_their_own) {
  const auto history = small_ledger();
  const auto bounds = periods(vietnam(), Period::day, {at("2026-10"), at("2026-11")});
  std::vector<std::string> days;
  QualityRows rows(bounds, [&](const PeriodBounds& day, const Quality&) {
    days.push_back(day.from.text.substr(0, 10));
  });
  for (const auto& row : history.kept_quality)
    rows.add(row);
  rows.end_period();
  EXPECT_EQ(days, (std::vector<std::string>{"2026-10-01", "2026-10-31"}));
}

TEST(Loss, is_nothing_of_nothing_and_never_negative) {
  Quality quality;
  EXPECT_EQ(loss(quality), std::nullopt);
  quality.requests = 3;
  quality.replies = 4;
  EXPECT_EQ(loss(quality), Ratio{0});
}

}  // namespace
}  // namespace commune::report
