#include "exporters/prometheus/exposition.hpp"

#include <fstream>
#include <iterator>
#include <limits>

#include "core/model/quantity_table.hpp"
#include "exporters/prometheus/catalogue.hpp"
#include "tests/exporters/prometheus/promtool.hpp"
#include "tests/exporters/prometheus/sample_commune.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::promtool_is_there;
using testing::promtool_says;
using testing::readings;
using testing::small_commune;

ProcessFigures fixed_figures() {
  return {1.5, 20e6, 200e6, 12, 1024, 1699999000};
}

std::string render(const Snapshot& snapshot) {
  return Exposition({"0.1.0", "abc123", "GCC 12.2.0"}, nullptr, &fixed_figures).render(snapshot);
}

TEST(Exposition, shows_a_small_commune_as_this_page) {
  const std::string file =
      COMMUNE_SOURCE_DIR "/tests/exporters/prometheus/golden/small_commune.prom";
  std::ifstream stream(file);
  const std::string golden(std::istreambuf_iterator<char>(stream), {});
  EXPECT_EQ(render(small_commune()), golden);
}

TEST(Exposition, pleases_promtool_with_a_small_commune) {
  if (!promtool_is_there()) GTEST_SKIP() << "promtool is not installed (package prometheus)";
  EXPECT_EQ(promtool_says(render(small_commune())), "");
}

std::string render_some(const Snapshot& snapshot, std::vector<std::string> names) {
  return Exposition({"0.1.0", "abc123", "GCC 12.2.0"}, std::make_shared<SelfMetrics>(),
                    &fixed_figures)
      .render(snapshot, {}, MetricSelection(std::move(names)));
}

TEST(Exposition, shows_what_was_asked_for_alone_in_the_pages_order) {
  EXPECT_EQ(render_some(small_commune(), {"commune_village_info", "commune_device_uptime_seconds",
                                          "commune_build_info", "process_open_fds"}),
            R"(# HELP commune_build_info Version and build of the agent; always 1.
# TYPE commune_build_info gauge
commune_build_info{version="0.1.0",revision="abc123",compiler="GCC 12.2.0"} 1
# HELP process_open_fds File descriptors that the agent has open.
# TYPE process_open_fds gauge
process_open_fds 12
# HELP commune_village_info The village's name; always 1.
# TYPE commune_village_info gauge
commune_village_info{village="ca",name="Thôn Ca"} 1
# HELP commune_device_uptime_seconds Time since the device started.
# TYPE commune_device_uptime_seconds gauge
commune_device_uptime_seconds{village="ca",site="office",device="ap-1"} 3600.5
)");
}

TEST(Exposition, shows_each_metric_alone_as_on_the_whole_page) {
  const Snapshot snapshot = testing::commune_with_every_quantity();
  const std::string whole = render(snapshot);
  std::size_t shown = 0;
  for (const MetricDescription& each : catalogue()) {
    const std::string metric(each.metric);
    const std::string alone = Exposition({"0.1.0", "abc123", "GCC 12.2.0"}, nullptr, &fixed_figures)
                                  .render(snapshot, {}, MetricSelection({metric}));
    if (whole.find("# TYPE " + metric + " ") == std::string::npos) {
      EXPECT_EQ(alone, "") << metric;
      continue;
    }
    ++shown;
    EXPECT_THAT(whole, HasSubstr(alone));
    EXPECT_TRUE(alone.starts_with("# HELP " + metric + " ")) << metric;
    EXPECT_EQ(alone.find("# HELP", 1), std::string::npos) << metric;
  }
  EXPECT_GT(shown, quantities().size());
}

TEST(Exposition, shows_nothing_for_unknown_names) {
  EXPECT_EQ(render_some(small_commune(), {"commune_outage", "", "commune_device_up "}), "");
}

TEST(Exposition, asks_the_kernel_nothing_for_other_metrics) {
  const Exposition exposition({}, nullptr, []() -> ProcessFigures {
    ADD_FAILURE() << "asked";
    return {};
  });
  EXPECT_THAT(exposition.render(small_commune(), {}, MetricSelection({"commune_device_up"})),
              HasSubstr("commune_device_up{"));
}

TEST(Exposition, pleases_promtool_with_every_quantity) {
  if (!promtool_is_there()) GTEST_SKIP() << "promtool is not installed (package prometheus)";
  EXPECT_EQ(promtool_says(render(testing::commune_with_every_quantity())), "");
}

TEST(Exposition, shows_every_quantity_in_the_order_of_the_table) {
  const std::string page = render(testing::commune_with_every_quantity());
  std::size_t last = 0;
  for (const Quantity& quantity : quantities()) {
    const auto at = page.find("# TYPE " + std::string(quantity.metric) + " ");
    ASSERT_NE(at, std::string::npos) << quantity.metric;
    EXPECT_GT(at, last) << quantity.metric;
    last = at;
  }
}

TEST(Exposition, help_texts_hold_nothing_that_breaks_a_line) {
  for (const MetricDescription& each : catalogue()) {
    EXPECT_EQ(each.help.find_first_of("\n\\"), std::string_view::npos) << each.metric;
    EXPECT_FALSE(each.help.empty()) << each.metric;
  }
}

TEST(Exposition, is_the_same_text_for_the_same_snapshot) {
  EXPECT_EQ(render(small_commune()), render(small_commune()));
}

TEST(Exposition, a_vanished_device_takes_its_series_with_it) {
  Snapshot snapshot = small_commune();
  ASSERT_THAT(render(snapshot), HasSubstr("device=\"ap-1\""));
  auto inventory = std::make_shared<Inventory>(*snapshot.inventory);
  inventory->devices.erase(inventory->devices.begin());
  snapshot.inventory = inventory;
  snapshot.devices.erase(snapshot.devices.begin());
  EXPECT_THAT(render(snapshot), Not(HasSubstr("device=\"ap-1\"")));
}

TEST(Exposition, a_vanished_row_takes_its_series_with_it) {
  Snapshot snapshot = small_commune();
  auto& snmp = readings(snapshot, 0, Source::snmp);
  ASSERT_THAT(render(snapshot), HasSubstr("ssid=\"Nhà Văn Hoá\""));
  snmp.readings.erase(snmp.readings.begin() + 3);
  EXPECT_THAT(render(snapshot), Not(HasSubstr("ssid=\"Nhà Văn Hoá\"")));
}

TEST(Exposition, stale_readings_are_not_shown_but_device_info_stays) {
  Snapshot snapshot = small_commune();
  snapshot.taken.mono += std::chrono::minutes(10);
  const std::string page = render(snapshot);
  EXPECT_THAT(page, Not(HasSubstr("commune_wifi_clients")));
  EXPECT_THAT(page, Not(HasSubstr("commune_snmp_up")));
  EXPECT_THAT(page, Not(HasSubstr("commune_device_up")));
  EXPECT_THAT(page, HasSubstr("model=\"UAP-AC-M\""));
}

TEST(Exposition, a_device_whose_first_poll_has_not_ended_has_no_up) {
  Snapshot snapshot = small_commune();
  snapshot.devices[0] = {};
  EXPECT_THAT(render(snapshot), Not(HasSubstr("commune_device_up{village=\"ca\",site=\"office\","
                                              "device=\"ap-1\"}")));
}

TEST(Exposition, the_first_of_two_series_with_the_same_labels_stays_and_the_other_is_counted) {
  Snapshot snapshot = small_commune();
  auto& snmp = readings(snapshot, 0, Source::snmp);
  snmp.rows.push_back(snmp.rows[4]);
  snmp.readings.push_back(
      {quantity_index("wifi.clients"), static_cast<std::uint32_t>(snmp.rows.size() - 1), 99});
  const std::string page = render(snapshot);
  EXPECT_THAT(page, HasSubstr("ssid=\"Nhà Văn Hoá\"} 12\n"));
  EXPECT_THAT(page, Not(HasSubstr("} 99\n")));
  EXPECT_THAT(page, HasSubstr("commune_exposition_dropped_series{reason=\"duplicate\"} 1\n"));
}

TEST(Exposition, names_that_become_the_same_by_repair_are_duplicates) {
  Snapshot snapshot = small_commune();
  auto& snmp = readings(snapshot, 0, Source::snmp);
  for (const char* ssid : {"x\xFE", "x\xFF"}) {
    snmp.rows.push_back({{LabelName::ssid, ssid}});
    snmp.readings.push_back(
        {quantity_index("wifi.clients"), static_cast<std::uint32_t>(snmp.rows.size() - 1), 5});
  }
  EXPECT_THAT(render(snapshot), HasSubstr("reason=\"duplicate\"} 1\n"));
}

TEST(Exposition, the_same_labels_on_two_devices_are_not_duplicates) {
  Snapshot snapshot = testing::wide_commune(2, 2);
  const std::string page = render(snapshot);
  EXPECT_THAT(page, HasSubstr("reason=\"duplicate\"} 0\n"));
  EXPECT_THAT(page,
              HasSubstr("device=\"switch-thon-1\",interface=\"GigabitEthernet0/1\"} 246913578"));
}

TEST(Exposition, both_collectors_saying_the_same_of_a_device_is_a_duplicate) {
  Snapshot snapshot = small_commune();
  auto& icmp = readings(snapshot, 0, Source::icmp);
  icmp.readings.push_back({quantity_index("device.uptime"), 0, 7});
  const std::string page = render(snapshot);
  EXPECT_THAT(page, HasSubstr("device=\"ap-1\"} 7\n"));
  EXPECT_THAT(page, Not(HasSubstr("} 3600.5\n")));
  EXPECT_THAT(page, HasSubstr("reason=\"duplicate\"} 1\n"));
}

TEST(Exposition, values_that_are_not_finite_are_left_out_and_counted) {
  Snapshot snapshot = small_commune();
  auto& snmp = readings(snapshot, 0, Source::snmp);
  snmp.readings[0].value = std::numeric_limits<double>::quiet_NaN();
  snmp.readings[1].value = std::numeric_limits<double>::infinity();
  const std::string page = render(snapshot);
  EXPECT_THAT(page, Not(HasSubstr("commune_device_uptime_seconds")));
  EXPECT_THAT(page, HasSubstr("reason=\"invalid\"} 2\n"));
}

TEST(Exposition, a_histogram_whose_counts_do_not_fit_its_bounds_is_left_out_and_counted) {
  Snapshot snapshot = small_commune();
  readings(snapshot, 0, Source::icmp).histograms[0].counts.pop_back();
  const std::string page = render(snapshot);
  EXPECT_THAT(page, Not(HasSubstr("commune_icmp_round_trip_seconds")));
  EXPECT_THAT(page, HasSubstr("reason=\"invalid\"} 1\n"));
}

TEST(Exposition, a_reading_of_the_wrong_kind_or_without_its_row_does_no_harm) {
  Snapshot snapshot = small_commune();
  auto& icmp = readings(snapshot, 0, Source::icmp);
  icmp.readings.push_back({quantity_index("icmp.round_trip"), 0, 1});
  icmp.readings.push_back({quantity_index("device.uptime"), 4000, 8});
  const std::string page = render(snapshot);
  EXPECT_THAT(page, HasSubstr("reason=\"invalid\"} 1\n"));
  EXPECT_THAT(page, HasSubstr("commune_device_uptime_seconds{village=\"ca\",site=\"office\","
                              "device=\"ap-1\"} 8\n"));
}

}  // namespace
}  // namespace commune
