#include "exporters/prometheus/exposition.hpp"

#include <utility>

#include "exporters/prometheus/agent_metrics.hpp"
#include "exporters/prometheus/coverage_metrics.hpp"
#include "exporters/prometheus/history_metrics.hpp"
#include "exporters/prometheus/inventory_metrics.hpp"
#include "exporters/prometheus/metric_page.hpp"
#include "exporters/prometheus/reading_metrics.hpp"

#include <prometheus/metric_family.h>

namespace commune {
namespace {

// Always there, at 0 too, so that an alert on it works from the start.
void add_dropped_series(MetricPage& page) {
  page.end_family();
  const auto duplicates = page.duplicates();
  const auto invalid = page.invalid();
  page.family(description(OwnMetric::dropped_series));
  page.label("reason", "duplicate");
  page.value(static_cast<double>(duplicates));
  page.label("reason", "invalid");
  page.value(static_cast<double>(invalid));
}

}  // namespace

Exposition::Exposition(BuildInfo build, std::shared_ptr<const SelfMetrics> self,
                       ProcessFigures (*process_figures)())
    : build_(std::move(build)), self_(std::move(self)), process_figures_(process_figures) {}

std::string Exposition::render(const Snapshot& snapshot, const LedgerView& ledger) const {
  MetricPage page(last_size_);
  const auto where = places(*snapshot.inventory);
  add_build_info(build_, page);
  add_process_figures(process_figures_(), page);
  add_site_info(*snapshot.inventory, page);
  add_device_info(snapshot, where, page);
  add_device_up(snapshot, where, page);
  if (ledger.coverage) add_coverage(*ledger.coverage, snapshot.inventory->vantage, page);
  add_readings(snapshot, where, page);
  if (ledger.history) add_history(*ledger.history, page);
  if (self_) page.families(self_->collect());
  add_dropped_series(page);
  std::string text = page.text();
  last_size_ = text.size();
  return text;
}

}  // namespace commune
