#include "exporters/prometheus/remote_write_metrics.hpp"

#include <optional>

namespace commune {
namespace {

void add_labels(const RemoteWriteFigures& receiver, MetricPage& page) {
  page.label("remote_name", receiver.name);
  page.label("url", receiver.host);
}

void add_dropped(const std::vector<RemoteWriteFigures>& receivers, MetricPage& page) {
  page.family(description(OwnMetric::remote_write_dropped_samples));
  for (const RemoteWriteFigures& receiver : receivers)
    for (std::size_t i = 0; i < kRemoteWriteLossCount; ++i) {
      add_labels(receiver, page);
      page.label("reason", kRemoteWriteLosses[i]);
      page.value(static_cast<double>(receiver.dropped[i]));
    }
}

}  // namespace

void add_remote_write(const std::vector<RemoteWriteFigures>& receivers, MetricPage& page) {
  const auto add = [&](OwnMetric metric, const auto& value_of) {
    page.family(description(metric));
    for (const RemoteWriteFigures& receiver : receivers) {
      const std::optional<double> value = value_of(receiver);
      if (!value) continue;
      add_labels(receiver, page);
      page.value(*value);
    }
  };
  const auto add_count = [&](OwnMetric metric, std::uint64_t RemoteWriteFigures::*count) {
    add(metric, [&](const auto& receiver) { return static_cast<double>(receiver.*count); });
  };
  const auto add_time = [&](OwnMetric metric, std::optional<LedgerTime> RemoteWriteFigures::*time) {
    add(metric, [&](const auto& receiver) {
      const auto& when = receiver.*time;
      return when ? std::optional(unix_seconds(*when)) : std::nullopt;
    });
  };
  using Figures = RemoteWriteFigures;
  add(OwnMetric::remote_write_up, [](const Figures& r) { return r.trouble.empty() ? 1 : 0; });
  add(OwnMetric::remote_write_queue_up,
      [](const Figures& r) { return r.disk_trouble.empty() ? 1 : 0; });
  add_count(OwnMetric::remote_write_pending_samples, &Figures::pending_samples);
  add_count(OwnMetric::remote_write_pending_bytes, &Figures::pending_bytes);
  add_count(OwnMetric::remote_write_quota, &Figures::quota_bytes);
  add_time(OwnMetric::remote_write_oldest_pending, &Figures::oldest_pending);
  add_time(OwnMetric::remote_write_last_success, &Figures::last_success);
  add_count(OwnMetric::remote_write_sent_samples, &Figures::sent_samples);
  add_count(OwnMetric::remote_write_sent_bytes, &Figures::sent_bytes);
  add_count(OwnMetric::remote_write_retried_samples, &Figures::retried_samples);
  add_dropped(receivers, page);
  add_count(OwnMetric::remote_write_written, &Figures::written_bytes);
}

}  // namespace commune
