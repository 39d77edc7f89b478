#include <set>

#include "core/model/quantity_table.hpp"

#include <gtest/gtest.h>

namespace commune {
namespace {

TEST(QuantityTable, every_name_and_metric_is_there_once) {
  std::set<std::string_view> names, metrics;
  for (const auto& quantity : quantities()) {
    EXPECT_TRUE(names.insert(quantity.name).second) << quantity.name;
    EXPECT_TRUE(metrics.insert(quantity.metric).second) << quantity.metric;
  }
}

TEST(QuantityTable, metrics_follow_the_prometheus_conventions) {
  static const std::set<std::string_view> kForbidden = {"service", "type", "region", "zone", "env"};
  for (const auto& quantity : quantities()) {
    EXPECT_TRUE(quantity.metric.starts_with("commune_")) << quantity.metric;
    EXPECT_EQ(quantity.metric.ends_with("_total"), quantity.type == MetricType::counter)
        << quantity.metric;
    EXPECT_EQ(quantity.help.find('\n'), std::string_view::npos) << quantity.metric;
    EXPECT_TRUE(quantity.help.ends_with('.')) << quantity.metric;
    EXPECT_EQ(quantity.metric.ends_with("_ratio"), quantity.unit == Unit::ratio) << quantity.metric;
    EXPECT_EQ(quantity.metric.ends_with("_dbm"), quantity.unit == Unit::dbm) << quantity.metric;
    for (const auto label : quantity.labels)
      EXPECT_FALSE(kForbidden.contains(to_string(label)));
  }
}

TEST(QuantityTable, finds_by_name_and_says_so_when_there_is_none) {
  const auto found = find_quantity("interface.receive_bytes");
  ASSERT_TRUE(found);
  EXPECT_EQ(quantity(*found).metric, "commune_interface_receive_bytes_total");
  EXPECT_EQ(*found, quantity_index("interface.receive_bytes"));
  EXPECT_FALSE(find_quantity("interface.recieve_bytes"));
}

TEST(LabelName, has_a_word_for_each) {
  EXPECT_EQ(to_string(LabelName::interface), "interface");
  EXPECT_EQ(to_string(LabelName::operator_), "operator");
  EXPECT_EQ(to_string(LabelName::kind), "kind");
  EXPECT_EQ(to_string(LabelName::result), "result");
}

}  // namespace
}  // namespace commune
