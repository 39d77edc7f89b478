#include "exporters/prometheus/notify_metrics.hpp"

namespace commune {
namespace {

// All are there from the start, at 0 too, so that an alert on them works.
void add_deliveries(const NotifyFigures& figures, MetricPage& page) {
  page.family(description(OwnMetric::notify_deliveries));
  for (const NotifyFigures::Channel& channel : figures.channels) {
    const auto add = [&](std::string_view result, std::uint64_t count) {
      page.label("channel", channel.id);
      page.label("result", result);
      page.value(static_cast<double>(count));
    };
    add("delivered", channel.delivered);
    add("failed", channel.failed);
    add("abandoned", channel.abandoned);
  }
}

}  // namespace

void add_notify(const NotifyFigures& figures, MetricPage& page) {
  const auto add = [&](OwnMetric metric, double value) {
    page.family(description(metric));
    page.value(value);
  };
  add_deliveries(figures, page);
  add(OwnMetric::notify_pending, static_cast<double>(figures.pending));
  if (figures.oldest_pending)
    add(OwnMetric::notify_oldest_pending, unix_seconds(*figures.oldest_pending));
  add(OwnMetric::notify_alerts, static_cast<double>(figures.alerts));
  add(OwnMetric::notify_open_alerts, static_cast<double>(figures.open_faults));
}

}  // namespace commune
