// docs/metrics.md and the code must name the same metrics, with the same type, unit and labels.
#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "exporters/prometheus/catalogue.hpp"

#include <gtest/gtest.h>

namespace commune {
namespace {

struct Documented {
  std::string type, unit, labels, meaning;
};

std::string trim(std::string text) {
  text.erase(0, text.find_first_not_of(" `"));
  text.erase(text.find_last_not_of(" `") + 1);
  return text;
}

// Rows of the page's tables: | `metric` | type | unit | labels | meaning |
std::map<std::string, Documented> documented_metrics() {
  std::map<std::string, Documented> rows;
  std::ifstream page(COMMUNE_SOURCE_DIR "/docs/metrics.md");
  for (std::string line; std::getline(page, line);) {
    if (!line.starts_with("| `")) continue;
    std::vector<std::string> cells;
    std::istringstream parts(line.substr(1));
    for (std::string cell; std::getline(parts, cell, '|');)
      cells.push_back(trim(cell));
    if (cells.size() != 5) {
      ADD_FAILURE() << "a row of docs/metrics.md needs five cells: " << line;
      continue;
    }
    EXPECT_TRUE(rows.emplace(cells[0], Documented{cells[1], cells[2], cells[3], cells[4]}).second)
        << cells[0] << " is documented twice";
  }
  return rows;
}

std::string labels_of(const MetricDescription& metric) {
  std::string list;
  for (const auto label : metric.labels)
    list += (list.empty() ? "" : ", ") + std::string(label);
  return list;
}

std::string row_for(const MetricDescription& metric) {
  return "| `" + std::string(metric.metric) + "` | " + std::string(to_string(metric.type)) + " | " +
         std::string(to_string(metric.unit)) + " | " + labels_of(metric) + " | " +
         std::string(metric.help) + " |";
}

TEST(MetricsPage, documents_every_metric_with_its_type_unit_and_labels) {
  const auto documented = documented_metrics();
  for (const MetricDescription& metric : catalogue()) {
    const auto row = documented.find(std::string(metric.metric));
    if (row == documented.end()) {
      ADD_FAILURE() << "docs/metrics.md lacks a row:\n" << row_for(metric);
      continue;
    }
    EXPECT_EQ(row->second.type, to_string(metric.type)) << metric.metric;
    EXPECT_EQ(row->second.unit, to_string(metric.unit)) << metric.metric;
    EXPECT_EQ(row->second.labels, labels_of(metric)) << metric.metric;
    EXPECT_GE(row->second.meaning.size(), 10u) << metric.metric;
  }
}

TEST(MetricsPage, documents_no_metric_that_is_not_there) {
  const auto all = catalogue();
  for (const auto& [name, row] : documented_metrics())
    EXPECT_TRUE(std::any_of(all.begin(), all.end(), [&, &wanted = name](const auto& each) {
      return each.metric == wanted;
    })) << name;
}

TEST(Catalogue, names_follow_the_conventions) {
  for (const MetricDescription& metric : catalogue()) {
    const bool process = metric.metric.starts_with("process_");
    EXPECT_TRUE(process || metric.metric.starts_with("commune_")) << metric.metric;
    EXPECT_EQ(metric.type == MetricType::counter, metric.metric.ends_with("_total"))
        << metric.metric;
    for (const auto label : metric.labels)
      for (const std::string_view refused : {"service", "type", "region", "zone", "env", "le"})
        EXPECT_NE(label, refused) << metric.metric;
  }
}

}  // namespace
}  // namespace commune
