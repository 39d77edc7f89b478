#include "agent/central/coverage_series.hpp"

#include "tests/agent/central/fake_server.hpp"
#include "tests/agent/central/lines.hpp"

#include <gmock/gmock.h>

namespace commune::central {
namespace {

using enum State;

constexpr double kDay = 86'400;
const SiteId kOffice{"office"}, kHall{"ca-nvh"};

FakeServer server_with(const std::vector<FakeServer::Line>& lines, double now) {
  FakeServer server(Milliseconds(std::chrono::seconds(60)), at(now));
  for (const auto& line : lines)
    server.add(line);
  return server;
}

std::string read(FakeServer& server, double extent_from, double extent_to, double from, double to) {
  auto query = server.query();
  CoverageSeries series(query, {at(extent_from), at(extent_to)});
  const auto found = series.intervals(hall_wifi(), {kHall}, {at(from), at(to)});
  return found ? text(*found) : found.error().message();
}

TEST(CoverageSeries, reads_what_a_gateway_wrote) {
  auto server = server_with({{hall_wifi(),
                              kHall,
                              {interval(up, 1000, 50'000.5), interval(down, 50'000.5, 60'000.25),
                               interval(up, 60'000.25, 9 * kDay)},
                              {},
                              {}}},
                            3 * kDay);
  EXPECT_EQ(read(server, 1020, 3 * kDay, 0, 3 * kDay),
            "up 1000 50000.5, down 50000.5 60000.25, up 60000.25 259200...");
}

TEST(CoverageSeries, a_quiet_year_costs_less_than_two_days_of_samples) {
  const double year = 365 * kDay, cut = 200 * kDay + 30'000, mended = cut + 4000;
  auto server = server_with(
      {{hall_wifi(),
        kHall,
        {interval(up, 1000, cut), interval(down, cut, mended), interval(up, mended, 2 * year)},
        {},
        {}}},
      year);
  EXPECT_EQ(read(server, 1020, year, 0, year),
            "up 1000 17310000, down 17310000 17314000, up 17314000 31536000...");
  EXPECT_LT(server.samples_given, 2 * 2 * 1440 + 100U);
  EXPECT_LT(server.questions, 380U);
}

TEST(CoverageSeries, quiet_days_hide_no_change_at_midnight) {
  auto server = server_with({{hall_wifi(),
                              kHall,
                              {interval(up, 1000, 5 * kDay), interval(down, 5 * kDay, 9 * kDay),
                               interval(up, 9 * kDay, 30 * kDay)},
                              {},
                              {}}},
                            20 * kDay);
  EXPECT_EQ(read(server, 1020, 20 * kDay, 0, 20 * kDay),
            "up 1000 432000, down 432000 777600, up 777600 1728000...");
}

TEST(CoverageSeries, days_without_samples_are_unmeasured_between_two_states) {
  auto server = server_with({{hall_wifi(),
                              kHall,
                              {interval(up, 1000, 12 * kDay), interval(up, 12 * kDay, 30 * kDay)},
                              {{at(5 * kDay), at(12 * kDay)}},
                              {}}},
                            20 * kDay);
  EXPECT_EQ(read(server, 1020, 20 * kDay, 0, 20 * kDay),
            "up 1000 431940, unmeasured 431940 1036800, up 1036800 1728000...");
}

TEST(CoverageSeries, gives_whole_intervals_of_a_short_range) {
  auto server = server_with({{hall_wifi(),
                              kHall,
                              {interval(up, 1000, 5 * kDay), interval(down, 5 * kDay, 19 * kDay),
                               interval(up, 19 * kDay, 30 * kDay)},
                              {},
                              {}}},
                            25 * kDay);
  EXPECT_EQ(read(server, 1020, 25 * kDay, 4.9 * kDay, 5.5 * kDay),
            "up 1000 432000, down 432000 1641600");
}

TEST(CoverageSeries, another_vantage_fills_time_that_the_site_did_not_measure) {
  auto server = server_with({{hall_wifi(),
                              kHall,
                              {interval(up, 1000, 52'000), interval(up, 52'000, 9 * kDay)},
                              {{at(40'000), at(52'000)}},
                              {}},
                             {hall_wifi(),
                              kOffice,
                              {interval(up, 1000, 40'010), interval(down, 40'010, 51'990),
                               interval(up, 51'990, 9 * kDay)},
                              {},
                              {}}},
                            kDay);
  EXPECT_EQ(read(server, 1020, kDay, 0, kDay),
            "up 1000 40010, down 40010 51990, up 51990 86400...");
}

TEST(CoverageSeries, a_server_that_fails_is_an_error) {
  auto server = server_with({{hall_wifi(), kHall, {interval(up, 0, 9)}, {}, {}}}, kDay);
  server.broken = "overloaded";
  EXPECT_EQ(read(server, 0, kDay, 0, kDay), "http://fake/api/v1/query: answers 503: overloaded");
}

}  // namespace
}  // namespace commune::central
