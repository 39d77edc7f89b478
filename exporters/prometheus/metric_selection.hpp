// Which metrics a page shows: /metrics?name[]=commune_outage_open shows that one alone.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace commune {

/// Names of whole families, as on their TYPE line. Those that there are not select nothing.
class MetricSelection {
 public:
  /// All metrics.
  MetricSelection() = default;
  /// These alone. An empty list: all.
  explicit MetricSelection(std::vector<std::string> names) : names_(std::move(names)) {}

  bool all() const { return names_.empty(); }
  bool has(std::string_view metric) const {
    return all() || std::find(names_.begin(), names_.end(), metric) != names_.end();
  }

 private:
  std::vector<std::string> names_;
};

}  // namespace commune
