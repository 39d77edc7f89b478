#include "exporters/prometheus/exposition.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "exporters/prometheus/agent_metrics.hpp"
#include "exporters/prometheus/coverage_metrics.hpp"
#include "exporters/prometheus/history_metrics.hpp"
#include "exporters/prometheus/inventory_metrics.hpp"
#include "exporters/prometheus/link_metrics.hpp"
#include "exporters/prometheus/metric_page.hpp"
#include "exporters/prometheus/reading_metrics.hpp"
#include "exporters/prometheus/remote_write_metrics.hpp"

namespace commune {
namespace {

// Whether a metric is selected that is made by going through devices and their readings.
bool shows_devices(const MetricSelection& selection) {
  return selection.has(description(OwnMetric::device_info).metric) ||
         selection.has(description(OwnMetric::device_up).metric) ||
         std::any_of(quantities().begin(), quantities().end(),
                     [&](const Quantity& each) { return selection.has(each.metric); });
}

// Whether a metric is selected that the kernel is asked for.
bool shows_process(const MetricSelection& selection) {
  for (auto metric = static_cast<int>(OwnMetric::process_cpu_seconds);
       metric <= static_cast<int>(OwnMetric::process_start_time); ++metric)
    if (selection.has(description(static_cast<OwnMetric>(metric)).metric)) return true;
  return false;
}

// Rather too many: room costs nothing until it is written to, but a text that outgrows it is
// copied, and is in memory twice while it is.
std::size_t expected_bytes(const Snapshot& snapshot) {
  constexpr std::size_t kSeries = 160, kDevice = 2 * kSeries, kHistogram = 32 * kSeries;
  std::size_t bytes = snapshot.devices.size() * kDevice;
  for (const DeviceView& device : snapshot.devices)
    for (const auto& said : device.by_source)
      if (said) bytes += said->readings.size() * kSeries + said->histograms.size() * kHistogram;
  return bytes;
}

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

std::string Exposition::render(const Snapshot& snapshot, const LedgerView& ledger,
                               const MetricSelection& selection) const {
  const Inventory& inventory = *snapshot.inventory;
  MetricPage page(selection.all() ? expected_bytes(snapshot) : 0, selection);
  const bool devices = shows_devices(selection);
  const auto where = devices ? places(inventory) : std::vector<Place>();
  add_build_info(build_, page);
  if (shows_process(selection)) add_process_figures(process_figures_(), page);
  add_villages(inventory, page);
  add_site_info(inventory, page);
  if (devices) add_device_info(snapshot, where, page);
  if (devices) add_device_up(snapshot, where, page);
  add_link_info(inventory, page);
  if (ledger.coverage) add_coverage(*ledger.coverage, inventory.vantage, page);
  add_link_loads(inventory, ledger.coverage ? ledger.coverage->lines : std::vector<LineLoad>(),
                 page);
  if (ledger.coverage && ledger.coverage->optical)
    add_optical_limits(*ledger.coverage->optical, inventory.vantage, page);
  if (devices) add_readings(snapshot, where, page);
  if (ledger.history) add_history(*ledger.history, page);
  add_remote_write(ledger.remote_write, page);
  add_parts(ledger.parts, page);
  if (self_) self_->add_to(page);
  add_dropped_series(page);
  return page.text();
}

}  // namespace commune
