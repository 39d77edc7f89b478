#include "exporters/prometheus/history_metrics.hpp"

namespace commune {
namespace {

void add_rows(const HistoryFigures& figures, MetricPage& page) {
  const auto add = [&](std::string_view table, std::uint64_t rows) {
    page.label("table", table);
    page.value(static_cast<double>(rows));
  };
  page.family(description(OwnMetric::history_rows));
  add("intervals", figures.intervals);
  add("outages", figures.outages);
  add("quality", figures.quality);
}

}  // namespace

void add_history(const HistoryFigures& figures, MetricPage& page) {
  const auto add = [&](OwnMetric metric, double value) {
    page.family(description(metric));
    page.value(value);
  };
  const auto add_count = [&](OwnMetric metric, std::uint64_t count) {
    add(metric, static_cast<double>(count));
  };
  add(OwnMetric::history_up, figures.trouble.empty() ? 1 : 0);
  add_rows(figures, page);
  add_count(OwnMetric::history_size, figures.disk_bytes);
  add_count(OwnMetric::history_quota, figures.quota_bytes);
  add_count(OwnMetric::history_written, figures.written_bytes);
  add_count(OwnMetric::history_commits, figures.commits);
  add(OwnMetric::history_commit_seconds, seconds(figures.commit_time));
  add_count(OwnMetric::history_errors, figures.errors);
  add_count(OwnMetric::history_pending, figures.pending);
  add_count(OwnMetric::history_dropped, figures.dropped);
}

}  // namespace commune
