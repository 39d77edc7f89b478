#include "core/model/quantity.hpp"

#include "core/model/quantity_table.hpp"

namespace commune {

std::string_view to_string(LabelName name) {
  static constexpr std::string_view kNames[] = {
      "interface", "alias",  "radio", "ssid",       "ap",       "peer",      "port",
      "onu",       "pon",    "modem", "technology", "operator", "sensor",    "cpu",
      "pool",      "phase",  "stat",  "table",      "reason",   "kind",      "family",
      "method",    "result", "probe", "name",       "target",   "essential", "direction",
      "class",     "side",   "rank",  "test",       "period"};
  return kNames[static_cast<std::size_t>(name)];
}

std::string_view to_string(MetricType type) {
  switch (type) {
    case MetricType::gauge:
      return "gauge";
    case MetricType::counter:
      return "counter";
    case MetricType::histogram:
      return "histogram";
  }
  return "";
}

std::string_view to_string(Unit unit) {
  static constexpr std::string_view kNames[] = {"",    "bytes", "packets", "seconds",  "ratio",
                                                "dBm", "dB",    "°C",      "V",        "A",
                                                "Hz",  "m",     "bytes/s", "Unix time"};
  return kNames[static_cast<std::size_t>(unit)];
}

std::span<const Quantity> quantities() {
  return quantity_table::kRows;
}

const Quantity& quantity(QuantityIndex index) {
  return quantity_table::kRows[static_cast<std::size_t>(index)];
}

}  // namespace commune
