#include "exporters/prometheus/history_metrics.hpp"

#include "tests/exporters/prometheus/sample_coverage.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune {
namespace {

std::string page_of(const HistoryFigures& figures) {
  MetricPage page;
  add_history(figures, page);
  return page.text();
}

TEST(HistoryMetrics, show_each_figure) {
  EXPECT_EQ(page_of(testing::history_figures()),
            R"(# HELP commune_history_up 1 if the history can be written to disk, else 0.
# TYPE commune_history_up gauge
commune_history_up 1
# HELP commune_history_rows Rows of the history on disk, by table.
# TYPE commune_history_rows gauge
commune_history_rows{table="intervals"} 1
commune_history_rows{table="outages"} 2
commune_history_rows{table="quality"} 3
# HELP commune_history_bytes Size of the history on disk.
# TYPE commune_history_bytes gauge
commune_history_bytes 4096
# HELP commune_history_quota_bytes Size that the history may have on disk.
# TYPE commune_history_quota_bytes gauge
commune_history_quota_bytes 67108864
# HELP commune_history_written_bytes_total Bytes that the history wrote to disk.
# TYPE commune_history_written_bytes_total counter
commune_history_written_bytes_total 9007199254740991
# HELP commune_history_commits_total Commits of the history to disk.
# TYPE commune_history_commits_total counter
commune_history_commits_total 7
# HELP commune_history_commit_seconds_total Time that commits of the history took.
# TYPE commune_history_commit_seconds_total counter
commune_history_commit_seconds_total 0.012345678
# HELP commune_history_errors_total Commits that could not be written to disk.
# TYPE commune_history_errors_total counter
commune_history_errors_total 8
# HELP commune_history_pending_records Records in memory that are not on disk yet.
# TYPE commune_history_pending_records gauge
commune_history_pending_records 9
# HELP commune_history_dropped_records_total Records of quality that were lost because memory was full.
# TYPE commune_history_dropped_records_total counter
commune_history_dropped_records_total 10
)");
}

TEST(HistoryMetrics, say_that_the_disk_takes_nothing) {
  HistoryFigures figures = testing::history_figures();
  figures.trouble = "database or disk is full";
  EXPECT_THAT(page_of(figures), ::testing::HasSubstr("commune_history_up 0\n"));
}

}  // namespace
}  // namespace commune
