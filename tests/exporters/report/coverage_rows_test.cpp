#include "exporters/report/coverage_rows.hpp"

#include <random>
#include <utility>

#include "tests/exporters/report/small_ledger.hpp"

#include <gmock/gmock.h>

namespace commune::report {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;

const Subject kWifi = {VillageId{"ca"}, SiteId{"ca-nvh"}, Access::wifi};

Interval stretch(State state, LedgerTime start, LedgerTime end, Cause cause = Cause::none) {
  return {kWifi, state, cause, {}, start, end, false};
}

std::vector<CoverageFigures> added_up(const std::vector<PeriodBounds>& bounds,
                                      const std::vector<Interval>& intervals) {
  std::vector<CoverageFigures> all;
  CoverageRows rows(bounds, [&](const Subject&, std::span<const CoverageFigures> figures) {
    all.insert(all.end(), figures.begin(), figures.end());
  });
  for (const auto& interval : intervals)
    rows.add(interval);
  rows.end_subject();
  return all;
}

std::vector<PeriodBounds> months(std::string_view from, std::string_view to) {
  return periods(vietnam(), Period::month, {at(from), at(to)});
}

TEST(CoverageRows, each_period_gets_the_part_of_an_interval_that_lies_in_it) {
  const auto figures =
      added_up(months("2026-10", "2026-12"),
               {stretch(State::up, at("2026-09-01"), at("2026-11-01T00:00:00.5"))});
  ASSERT_EQ(figures.size(), 2u);
  EXPECT_EQ(figures[0].in(State::up), hours(31 * 24));
  EXPECT_EQ(figures[1].in(State::up), Milliseconds(500));
}

TEST(CoverageRows, any_partition_adds_up_to_the_millisecond) {
  std::mt19937_64 random(7);
  const LedgerTime from = at("2026-10-03T10:11:12"), to = at("2026-12-15T01:02:03");
  std::vector<Interval> intervals;
  for (LedgerTime time = from; time < to;) {
    const LedgerTime next = std::min(to, time + Milliseconds(1 + random() % 90'000'000));
    intervals.push_back(stretch(kStates.at(random() % kStateCount), time, next));
    time = next;
  }
  for (const Period by : {Period::hour, Period::day, Period::week, Period::month}) {
    const auto bounds = periods(vietnam(), by, {at("2026-10"), at("2027-01")});
    const auto figures = added_up(bounds, intervals);
    Milliseconds all{};
    for (std::size_t i = 0; i < figures.size(); ++i) {
      const auto known = std::max(
          Milliseconds{}, std::min(bounds[i].to.time, to) - std::max(bounds[i].from.time, from));
      EXPECT_EQ(figures[i].known(), known) << to_string(by) << " " << bounds[i].from.text;
      all += figures[i].known();
    }
    EXPECT_EQ(all, to - from);
  }
}

TEST(CoverageRows, days_of_a_clock_change_have_23_and_25_hours) {
  const auto paris = *Calendar::in("Europe/Paris");
  const TimeRange range = {*paris.parse("2026-03-29"), *paris.parse("2026-03-31")};
  const auto spring = periods(paris, Period::day, range);
  auto figures = added_up(spring, {stretch(State::up, range.from, range.to)});
  EXPECT_EQ(figures[0].known(), hours(23));
  EXPECT_EQ(figures[1].known(), hours(24));
  const TimeRange autumn = {*paris.parse("2026-10-25"), *paris.parse("2026-10-26")};
  figures =
      added_up(periods(paris, Period::day, autumn), {stretch(State::down, autumn.from, autumn.to)});
  EXPECT_EQ(figures[0].in(State::down), hours(25));
  EXPECT_EQ(periods(paris, Period::hour, autumn).size(), 25u);
}

TEST(CoverageRows, an_outage_counts_whole_where_it_begins) {
  const auto figures = added_up(
      months("2026-10", "2026-12"),
      {stretch(State::down, at("2026-09-30T23:00"), at("2026-10-01T01:00"), Cause::power),
       stretch(State::up, at("2026-10-01T01:00"), at("2026-10-31T22:00")),
       stretch(State::down, at("2026-10-31T22:00"), at("2026-11-01T04:00"), Cause::fibre)});
  EXPECT_EQ(figures[0].outages, 1u);
  EXPECT_EQ(figures[0].longest_outage, hours(6));
  EXPECT_EQ(figures[0].mean_time_to_repair(), hours(6));
  EXPECT_EQ(figures[0].in(State::down), hours(3));
  EXPECT_EQ(figures[0].main_cause(), Cause::fibre);
  EXPECT_EQ(figures[1].outages, 0u);
  EXPECT_EQ(figures[1].in(State::down), hours(4));
  EXPECT_EQ(figures[1].mean_time_to_repair(), std::nullopt);
}

TEST(CoverageRows, a_cause_that_changes_does_not_end_an_outage) {
  const auto figures = added_up(
      months("2026-10", "2026-11"),
      {stretch(State::down, at("2026-10-02T00:00"), at("2026-10-02T01:00"), Cause::device),
       stretch(State::down, at("2026-10-02T01:00"), at("2026-10-02T05:00"), Cause::power),
       stretch(State::up, at("2026-10-02T05:00"), at("2026-10-02T06:00")),
       stretch(State::down, at("2026-10-02T06:00"), at("2026-10-02T06:30"), Cause::device)});
  EXPECT_EQ(figures[0].outages, 2u);
  EXPECT_EQ(figures[0].longest_outage, hours(5));
  EXPECT_EQ(figures[0].mean_time_to_repair(), minutes(165));
  EXPECT_EQ(figures[0].main_cause(), Cause::power);
}

TEST(CoverageRows, shares_are_empty_where_nothing_was_measured_or_known) {
  CoverageFigures figures;
  EXPECT_EQ(figures.availability(), std::nullopt);
  EXPECT_EQ(figures.measured_share(), std::nullopt);
  figures = added_up(months("2026-10", "2026-11"),
                     {stretch(State::unmeasured, at("2026-10-01"), at("2026-10-02"))})[0];
  EXPECT_EQ(figures.availability(), std::nullopt);
  EXPECT_EQ(figures.measured_share(), Ratio{0});
}

TEST(CoverageRows, availability_is_rounded_down_so_that_one_means_never_down) {
  CoverageFigures figures;
  figures.times = {{Milliseconds(0), Milliseconds(1), hours(1), hours(700), hours(5)}};
  EXPECT_EQ(figures.availability(), Ratio{999'999});
  EXPECT_EQ(figures.measured_share(), Ratio{1'000'000});
}

TEST(CoverageRows, each_subject_comes_once_with_all_periods) {
  const auto bounds = months("2026-10", "2027-01");
  std::vector<std::pair<std::string, std::size_t>> seen;
  CoverageRows rows(bounds, [&](const Subject& subject, std::span<const CoverageFigures> figures) {
    seen.emplace_back(access_word(subject), figures.size());
  });
  auto interval = stretch(State::up, at("2026-10-02"), at("2026-10-03"));
  rows.add(interval);
  interval.subject.access = Access::mobile;
  rows.add(interval);
  rows.end_subject();
  EXPECT_THAT(seen, ElementsAre(std::pair("wifi", 3u), std::pair("mobile", 3u)));
}

TEST(Periods, the_first_and_last_are_clipped_to_the_range) {
  const auto bounds = periods(vietnam(), Period::week, {at("2026-10-01T06:00"), at("2026-10-13")});
  ASSERT_EQ(bounds.size(), 3u);
  EXPECT_EQ(bounds[0].from.text, "2026-10-01T06:00:00+07:00");
  EXPECT_EQ(bounds[1].from.text, "2026-10-05T00:00:00+07:00");
  EXPECT_EQ(bounds[2].to.text, "2026-10-13T00:00:00+07:00");
}

}  // namespace
}  // namespace commune::report
