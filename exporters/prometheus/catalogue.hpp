// Every metric that /metrics can show: the quantity table's, and those declared here that are not
// measured on a device (inventory, coverage, the agent itself). docs/metrics.md is checked against
// it.
#pragma once

#include <string_view>
#include <vector>

#include "core/model/quantity.hpp"

namespace commune {

struct MetricDescription {
  std::string_view metric;
  MetricType type;
  Unit unit;
  std::string_view help;
  std::vector<std::string_view> labels;  ///< All it may carry, in the order of the page.
};

/// Metrics that no quantity stands for.
enum class OwnMetric {
  build_info,
  process_cpu_seconds,
  process_resident_memory,
  process_virtual_memory,
  process_open_fds,
  process_max_fds,
  process_start_time,
  village_info,
  village_households,
  site_info,
  device_info,
  device_up,
  link_info,
  coverage_state,
  coverage_seconds,
  coverage_state_since,
  village_coverage_state,
  village_coverage_seconds,
  village_coverage_state_since,
  coverage_ledger_time,
  outage_open,
  outages,
  link_capacity,
  link_utilization,
  optical_floor,
  optical_margin,
  history_up,
  history_rows,
  history_size,
  history_quota,
  history_written,
  history_commits,
  history_commit_seconds,
  history_errors,
  history_pending,
  history_dropped,
  remote_write_up,
  remote_write_queue_up,
  remote_write_pending_samples,
  remote_write_pending_bytes,
  remote_write_quota,
  remote_write_oldest_pending,
  remote_write_last_success,
  remote_write_sent_samples,
  remote_write_sent_bytes,
  remote_write_retried_samples,
  remote_write_dropped_samples,
  remote_write_written,
  part_failures,
  part_cpu_seconds,
  config_last_reload_success,
  config_last_reload_success_time,
  config_restart_needed,
  http_requests,
  http_request_seconds,
  dropped_series,
  notify_deliveries,
  notify_pending,
  notify_oldest_pending,
  notify_alerts,
  notify_open_alerts,
};

const MetricDescription& description(OwnMetric metric);

/// Everything, in the order in which the page prints it.
std::vector<MetricDescription> catalogue();

}  // namespace commune
