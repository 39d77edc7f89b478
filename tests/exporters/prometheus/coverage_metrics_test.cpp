#include "exporters/prometheus/coverage_metrics.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>

#include "exporters/prometheus/exposition.hpp"
#include "tests/exporters/prometheus/promtool.hpp"
#include "tests/exporters/prometheus/sample_coverage.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string page_of(const CoveragePicture& picture) {
  MetricPage page;
  add_coverage(picture, SiteId{"office"}, page);
  return page.text();
}

std::string whole_page() {
  const Exposition exposition({"0.1.0", "", ""}, nullptr, [] { return ProcessFigures{}; });
  return exposition.render(testing::two_villages(),
                           {std::make_shared<CoveragePicture>(testing::coverage_of_two_villages()),
                            testing::history_figures()});
}

TEST(CoverageMetrics, show_two_villages_as_this_page) {
  std::ifstream stream(COMMUNE_SOURCE_DIR "/tests/exporters/prometheus/golden/two_villages.prom");
  const std::string golden(std::istreambuf_iterator<char>(stream), {});
  EXPECT_EQ(whole_page(), golden);
}

TEST(CoverageMetrics, please_promtool_with_two_villages) {
  if (!testing::promtool_is_there())
    GTEST_SKIP() << "promtool is not installed (package prometheus)";
  EXPECT_EQ(testing::promtool_says(whole_page()), "");
}

TEST(CoverageMetrics, stand_in_the_order_of_the_catalogue) {
  std::vector<std::string> shown, wanted;
  std::istringstream lines(whole_page());
  for (std::string line, metric; std::getline(lines, line);)
    if (line.starts_with("# TYPE ") && std::istringstream(line.substr(7)) >> metric)
      shown.push_back(metric);
  for (const MetricDescription& each : catalogue()) {
    const std::string metric(each.metric);
    const bool of_ledger = metric.find("coverage") != std::string::npos ||
                           metric.find("outage") != std::string::npos ||
                           metric.find("commune_link") != std::string::npos ||
                           metric.find("village") != std::string::npos ||
                           metric.find("_floor_") != std::string::npos ||
                           metric.find("_margin_") != std::string::npos ||
                           metric.find("history") != std::string::npos;
    const bool is_there = std::find(shown.begin(), shown.end(), metric) != shown.end();
    EXPECT_TRUE(is_there || !of_ledger) << metric;
    if (is_there) wanted.push_back(metric);
  }
  EXPECT_EQ(shown, wanted);
}

TEST(CoverageMetrics, without_a_clock_are_states_and_no_times) {
  EXPECT_EQ(
      page_of(testing::coverage_without_clock()),
      R"(# HELP commune_coverage_state State of the access: -1 unmeasured, 0 down, 1 degraded, 2 up, 3 planned.
# TYPE commune_coverage_state gauge
commune_coverage_state{village="ca",site="trụ-sở",access="fibre",vantage="office"} 2
# HELP commune_village_coverage_state State of the village as a whole: -1 unmeasured, 0 down, 1 degraded, 2 up, 3 planned.
# TYPE commune_village_coverage_state gauge
commune_village_coverage_state{village="ca",vantage="office"} -1
)");
}

TEST(CoverageMetrics, totals_wait_until_it_is_known_up_to_when_they_hold) {
  CoveragePicture picture = testing::coverage_of_two_villages();
  ASSERT_THAT(page_of(picture), HasSubstr("_seconds_total"));
  picture.ledger_until.reset();
  const std::string page = page_of(picture);
  EXPECT_THAT(page, Not(HasSubstr("_seconds_total")));
  EXPECT_THAT(page, Not(HasSubstr("commune_coverage_ledger_timestamp_seconds")));
  EXPECT_THAT(page, HasSubstr("commune_coverage_state_since_timestamp_seconds"));
  EXPECT_THAT(page, HasSubstr("commune_outage_open"));
  EXPECT_THAT(page, HasSubstr("commune_outages_total"));
}

TEST(CoverageMetrics, an_access_that_is_gone_takes_its_series_with_it) {
  CoveragePicture picture = testing::coverage_of_two_villages();
  ASSERT_THAT(page_of(picture), HasSubstr("access=\"mobile\""));
  picture.accesses.erase(picture.accesses.begin() + 2);
  EXPECT_THAT(page_of(picture), Not(HasSubstr("access=\"mobile\"")));
}

TEST(CoverageMetrics, milliseconds_are_exact_after_thirty_years) {
  CoveragePicture picture = testing::coverage_without_clock();
  picture.accesses[0].totals[static_cast<std::size_t>(State::up)] =
      Milliseconds(30LL * 365 * 86'400 * 1000 + 1);
  picture.ledger_until = LedgerTime(Milliseconds(2'710'217'700'123));
  const std::string page = page_of(picture);
  EXPECT_THAT(page, HasSubstr("state=\"up\"} 946080000.001\n"));
  EXPECT_THAT(page, HasSubstr("ledger_timestamp_seconds{vantage=\"office\"} 2710217700.123\n"));
}

TEST(LinkMetrics, without_a_load_show_what_is_configured) {
  const std::string page = Exposition({}).render(testing::two_villages());
  EXPECT_THAT(page,
              HasSubstr("commune_link_info{village=\"ca\",site=\"trụ-sở\",link=\"dong\",device="
                        "\"gw-trụ-sở\",interface=\"sfp 1\",towards=\"olt\",medium="
                        "\"copper\"} 1\n"));
  EXPECT_THAT(page, HasSubstr("commune_link_capacity_bytes_per_second{village=\"đồng-mới\",site="
                              "\"moi-nvh\",link=\"quang\"} 125000000\n"));
  EXPECT_THAT(page, Not(HasSubstr("commune_link_capacity_bytes_per_second{village=\"đồng-mới\","
                                  "site=\"moi-truong\"")));
  EXPECT_THAT(page, Not(HasSubstr("commune_link_utilization_ratio")));
}

TEST(CoverageMetrics, without_a_ledger_there_are_none) {
  const std::string page = Exposition({}).render(testing::two_villages());
  EXPECT_THAT(page, Not(HasSubstr("commune_coverage")));
  EXPECT_THAT(page, Not(HasSubstr("commune_history")));
}

}  // namespace
}  // namespace commune
