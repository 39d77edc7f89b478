#include "exporters/prometheus/catalogue.hpp"

#include <array>

namespace commune {
namespace {

using enum MetricType;

// In the order of OwnMetric.
// clang-format off
const std::array<MetricDescription, 61>& own_metrics() {
  static const std::array<MetricDescription, 61> kTable = {{
      {"commune_build_info", gauge, Unit::none, "Version and build of the agent; always 1.", {"version", "revision", "compiler"}},
      {"process_cpu_seconds_total", counter, Unit::seconds, "Processor time that the agent used, user and system.", {}},
      {"process_resident_memory_bytes", gauge, Unit::bytes, "Memory of the agent that is in RAM.", {}},
      {"process_virtual_memory_bytes", gauge, Unit::bytes, "Address space of the agent.", {}},
      {"process_open_fds", gauge, Unit::none, "File descriptors that the agent has open.", {}},
      {"process_max_fds", gauge, Unit::none, "File descriptors that the agent may have open.", {}},
      {"process_start_time_seconds", gauge, Unit::timestamp, "When the agent started.", {}},
      {"commune_village_info", gauge, Unit::none, "The village's name; always 1.", {"village", "name"}},
      {"commune_village_households", gauge, Unit::none, "Households of the village, as configured.", {"village"}},
      {"commune_site_info", gauge, Unit::none, "The site as configured; always 1.", {"village", "site", "kind", "name", "village_name", "latitude", "longitude", "contact"}},
      {"commune_device_info", gauge, Unit::none, "The device as configured, and its own vendor, model and firmware; always 1.", {"village", "site", "device", "kind", "vendor", "model", "firmware", "profile", "address", "upstream"}},
      {"commune_device_up", gauge, Unit::none, "1 if the device answers ICMP or SNMP, 0 if it answers neither.", {"village", "site", "device"}},
      {"commune_link_info", gauge, Unit::none, "The link as configured; always 1.", {"village", "site", "link", "device", "interface", "towards", "medium"}},
      {"commune_coverage_state", gauge, Unit::none, "State of the access: -1 unmeasured, 0 down, 1 degraded, 2 up, 3 planned.", {"village", "site", "access", "vantage"}},
      {"commune_coverage_seconds_total", counter, Unit::seconds, "Time that the access spent in the state since it was first configured.", {"village", "site", "access", "vantage", "state"}},
      {"commune_coverage_state_since_timestamp_seconds", gauge, Unit::timestamp, "When the present state of the access began.", {"village", "site", "access", "vantage"}},
      {"commune_village_coverage_state", gauge, Unit::none, "State of the village as a whole: -1 unmeasured, 0 down, 1 degraded, 2 up, 3 planned.", {"village", "vantage"}},
      {"commune_village_coverage_seconds_total", counter, Unit::seconds, "Time that the village spent in the state since it was first configured.", {"village", "vantage", "state"}},
      {"commune_village_coverage_state_since_timestamp_seconds", gauge, Unit::timestamp, "When the present state of the village began.", {"village", "vantage"}},
      {"commune_coverage_ledger_timestamp_seconds", gauge, Unit::timestamp, "Time up to which the seconds of coverage are complete.", {"vantage"}},
      {"commune_outage_open", gauge, Unit::none, "Outages that are open; always 1.", {"village", "site", "access", "vantage", "cause", "root_device", "root"}},
      {"commune_outages_total", counter, Unit::none, "Outages that ended, by cause.", {"village", "site", "access", "vantage", "cause"}},
      {"commune_link_capacity_bytes_per_second", gauge, Unit::bytes_per_second, "Capacity of the link in each direction: as configured, else the nominal speed of its port.", {"village", "site", "link"}},
      {"commune_link_utilization_ratio", gauge, Unit::ratio, "Share of the link's capacity that its busier direction uses.", {"village", "site", "link"}},
      {"commune_optical_floor_dbm", gauge, Unit::dbm, "Received light below it counts as no light.", {"vantage"}},
      {"commune_optical_margin_db", gauge, Unit::decibels, "Received light that is less than this above the floor counts as weak.", {"vantage"}},
      {"commune_history_up", gauge, Unit::none, "1 if the history can be written to disk, else 0.", {}},
      {"commune_history_rows", gauge, Unit::none, "Rows of the history on disk, by table.", {"table"}},
      {"commune_history_bytes", gauge, Unit::bytes, "Size of the history on disk.", {}},
      {"commune_history_quota_bytes", gauge, Unit::bytes, "Size that the history may have on disk.", {}},
      {"commune_history_written_bytes_total", counter, Unit::bytes, "Bytes that the history wrote to disk.", {}},
      {"commune_history_commits_total", counter, Unit::none, "Commits of the history to disk.", {}},
      {"commune_history_commit_seconds_total", counter, Unit::seconds, "Time that commits of the history took.", {}},
      {"commune_history_errors_total", counter, Unit::none, "Commits that could not be written to disk.", {}},
      {"commune_history_pending_records", gauge, Unit::none, "Records in memory that are not on disk yet.", {}},
      {"commune_history_dropped_records_total", counter, Unit::none, "Records of quality that were lost because memory was full.", {}},
      {"commune_remote_write_up", gauge, Unit::none, "1 if the receiver accepted the last request, else 0.", {"remote_name", "url"}},
      {"commune_remote_write_queue_up", gauge, Unit::none, "1 if the queue can be written to disk, else 0.", {"remote_name", "url"}},
      {"commune_remote_write_pending_samples", gauge, Unit::none, "Samples that wait to be sent.", {"remote_name", "url"}},
      {"commune_remote_write_pending_bytes", gauge, Unit::bytes, "Size of the waiting samples, on disk and in memory.", {"remote_name", "url"}},
      {"commune_remote_write_quota_bytes", gauge, Unit::bytes, "Size that waiting samples may have on disk.", {"remote_name", "url"}},
      {"commune_remote_write_oldest_pending_timestamp_seconds", gauge, Unit::timestamp, "When the oldest waiting sample was taken.", {"remote_name", "url"}},
      {"commune_remote_write_last_success_timestamp_seconds", gauge, Unit::timestamp, "When the receiver last accepted samples.", {"remote_name", "url"}},
      {"commune_remote_write_sent_samples_total", counter, Unit::none, "Samples that the receiver accepted.", {"remote_name", "url"}},
      {"commune_remote_write_sent_bytes_total", counter, Unit::bytes, "Compressed bytes of requests that the receiver accepted.", {"remote_name", "url"}},
      {"commune_remote_write_retried_samples_total", counter, Unit::none, "Samples of requests that failed and are sent again.", {"remote_name", "url"}},
      {"commune_remote_write_dropped_samples_total", counter, Unit::none, "Samples that were dropped, by reason.", {"remote_name", "url", "reason"}},
      {"commune_remote_write_written_bytes_total", counter, Unit::bytes, "Bytes that the queue wrote to disk, in whole blocks.", {"remote_name", "url"}},
      {"commune_part_failures_total", counter, Unit::none, "Failures that a part of the agent recovered from, by part.", {"part"}},
      {"commune_part_cpu_seconds_total", counter, Unit::seconds, "Processor time that a part of the agent used.", {"part"}},
      {"commune_config_last_reload_success", gauge, Unit::none, "1 if the configuration was last read without a mistake, else 0.", {}},
      {"commune_config_last_reload_success_timestamp_seconds", gauge, Unit::timestamp, "When the configuration in use was read.", {}},
      {"commune_config_restart_needed", gauge, Unit::none, "1 if settings of the configuration read last take effect only after a restart, else 0.", {}},
      {"commune_http_requests_total", counter, Unit::none, "Requests to the agent's web server, by page and answer.", {"path", "status"}},
      {"commune_http_request_seconds_total", counter, Unit::seconds, "Time spent answering requests, by page.", {"path"}},
      {"commune_exposition_dropped_series", gauge, Unit::none, "Series left out of this page: duplicate name and labels, or a value that is not finite.", {"reason"}},
      {"commune_notify_deliveries_total", counter, Unit::none, "Attempts to deliver a message, and messages given up, by channel.", {"channel", "result"}},
      {"commune_notify_pending_messages", gauge, Unit::none, "Messages that wait to be delivered.", {}},
      {"commune_notify_oldest_pending_timestamp_seconds", gauge, Unit::timestamp, "When the oldest waiting message was written.", {}},
      {"commune_notify_alerts_total", counter, Unit::none, "Alerts received from Alertmanager, repetitions included.", {}},
      {"commune_notify_open_alerts", gauge, Unit::none, "Faults that were reported and are not over.", {}},
  }};
  return kTable;
}
// clang-format on

void append(std::vector<MetricDescription>& all, OwnMetric first, OwnMetric last) {
  const auto begin = own_metrics().begin();
  all.insert(all.end(), begin + static_cast<int>(first), begin + static_cast<int>(last) + 1);
}

MetricDescription describe(const Quantity& quantity) {
  MetricDescription made{quantity.metric, quantity.type, quantity.unit, quantity.help, {}};
  if (quantity.scope == Scope::device) made.labels = {"village", "site", "device"};
  if (quantity.scope == Scope::vantage) made.labels = {"village", "site"};
  for (const LabelName name : quantity.labels)
    made.labels.push_back(to_string(name));
  return made;
}

}  // namespace

const MetricDescription& description(OwnMetric metric) {
  return own_metrics().at(static_cast<std::size_t>(metric));
}

std::vector<MetricDescription> catalogue() {
  std::vector<MetricDescription> all;
  append(all, OwnMetric::build_info, OwnMetric::optical_margin);
  for (const Quantity& quantity : quantities())
    all.push_back(describe(quantity));
  append(all, OwnMetric::history_up, OwnMetric::notify_open_alerts);
  return all;
}

}  // namespace commune
