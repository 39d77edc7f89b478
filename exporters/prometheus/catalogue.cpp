#include "exporters/prometheus/catalogue.hpp"

#include <array>

namespace commune {
namespace {

using enum MetricType;

// In the order of OwnMetric.
// clang-format off
const std::array<MetricDescription, 15>& own_metrics() {
  static const std::array<MetricDescription, 15> kTable = {{
      {"commune_build_info", gauge, Unit::none, "Which build of the agent this is; always 1.", {"version", "revision", "compiler"}},
      {"process_cpu_seconds_total", counter, Unit::seconds, "Processor time that the agent used, user and system.", {}},
      {"process_resident_memory_bytes", gauge, Unit::bytes, "Memory of the agent that is in RAM.", {}},
      {"process_virtual_memory_bytes", gauge, Unit::bytes, "Address space of the agent.", {}},
      {"process_open_fds", gauge, Unit::none, "File descriptors that the agent has open.", {}},
      {"process_max_fds", gauge, Unit::none, "File descriptors that the agent may have open.", {}},
      {"process_start_time_seconds", gauge, Unit::timestamp, "When the agent started.", {}},
      {"commune_site_info", gauge, Unit::none, "What the configuration says of the site; always 1.", {"village", "site", "kind", "name", "village_name", "latitude", "longitude", "contact"}},
      {"commune_device_info", gauge, Unit::none, "What the configuration and the device itself say of the device; always 1.", {"village", "site", "device", "kind", "vendor", "model", "firmware", "profile", "address", "upstream"}},
      {"commune_device_up", gauge, Unit::none, "1 when the device answers ICMP or SNMP, 0 when it answers neither.", {"village", "site", "device"}},
      {"commune_config_last_reload_success", gauge, Unit::none, "1 when the configuration was last read without a mistake, else 0.", {}},
      {"commune_config_last_reload_success_timestamp_seconds", gauge, Unit::timestamp, "When the configuration in use was read.", {}},
      {"commune_http_requests_total", counter, Unit::none, "Requests to the agent's web server, by page and answer.", {"path", "status"}},
      {"commune_http_request_seconds_total", counter, Unit::seconds, "Time spent answering requests, by page.", {"path"}},
      {"commune_exposition_dropped_series", gauge, Unit::none, "Series left out of this page: the same name and labels as another, or no finite value.", {"reason"}},
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
  append(all, OwnMetric::build_info, OwnMetric::device_up);
  for (const Quantity& quantity : quantities())
    all.push_back(describe(quantity));
  append(all, OwnMetric::config_last_reload_success, OwnMetric::dropped_series);
  return all;
}

}  // namespace commune
