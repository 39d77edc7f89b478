#include "collectors/capture/capture_readings.hpp"

#include <map>
#include <set>

#include "collectors/capture/packet_filter.hpp"
#include "collectors/capture/round_trips.hpp"
#include "core/model/quantity_table.hpp"

#include <gtest/gtest.h>

namespace commune::capture {
namespace {

using namespace std::chrono_literals;

InterfaceStatus status() {
  InterfaceStatus made{"br-lan", true, "", {"web", "other"}, {}};
  made.totals.of(Direction::in, 0) = {3, 4'000};
  made.totals.kernel_drops = 7;
  made.totals.malformed = 2;
  made.totals.hosts = 12;
  made.totals.heavy = {0.5, 0.25, 0, 0, 0};
  made.totals.of(Side::wan).segments = 9;
  RoundTrips trips;
  trips.add(30ms, made.totals.of(Side::wan).tcp);
  return made;
}

std::map<std::string, double> by_labels(const DeviceReadings& readings, QuantityName quantity) {
  std::map<std::string, double> found;
  for (const Reading& reading : readings.readings) {
    if (reading.quantity != quantity) continue;
    std::string labels;
    for (const Label& label : readings.rows.at(reading.row))
      labels += label.value + " ";
    found[labels] = reading.value;
  }
  return found;
}

using Values = std::map<std::string, double>;

TEST(CaptureReadings, hold_every_figure_with_its_labels) {
  const auto made = capture_readings({status()}, now(), 1s);
  EXPECT_EQ(made.source, Source::capture);
  EXPECT_TRUE(made.device.empty());
  EXPECT_TRUE(made.answered);
  EXPECT_EQ(by_labels(made, "capture.up"), (Values{{"br-lan ", 1}}));
  EXPECT_EQ(by_labels(made, "capture.hosts"), (Values{{"br-lan ", 12}}));
  EXPECT_EQ(by_labels(made, "capture.bytes").at("br-lan in web "), 4'000);
  // All of them, so that a counter begins with 0.
  EXPECT_EQ(by_labels(made, "capture.packets").size(), 8U);
  EXPECT_EQ(by_labels(made, "capture.dropped_packets"),
            (Values{{"br-lan interface ", 0}, {"br-lan kernel ", 7}}));
  EXPECT_EQ(by_labels(made, "capture.unparsed_packets"),
            (Values{{"br-lan malformed ", 2}, {"br-lan not_ip ", 0}}));
  EXPECT_EQ(by_labels(made, "capture.heavy_user_share").at("br-lan 2 "), 0.25);
  EXPECT_EQ(by_labels(made, "capture.tcp_segments"),
            (Values{{"br-lan lan ", 0}, {"br-lan wan ", 9}}));
}

TEST(CaptureReadings, hold_histograms_for_both_sides) {
  const auto made = capture_readings({status()}, now(), 1s);
  ASSERT_EQ(made.histograms.size(), 4U);
  const HistogramReading& wan = made.histograms[2];
  EXPECT_EQ(wan.quantity, quantity_index("capture.tcp_round_trip"));
  EXPECT_EQ(wan.counts.size(), kRoundTripBounds.size() + 1);
  EXPECT_EQ(wan.counts[8], 1U);  // 25 to 50 ms.
  EXPECT_DOUBLE_EQ(wan.sum, 0.03);
}

TEST(CaptureReadings, use_every_quantity_of_capture_that_there_is) {
  const auto made = capture_readings({status()}, now(), 1s);
  std::set<QuantityIndex> used;
  for (const Reading& reading : made.readings)
    used.insert(reading.quantity);
  for (const HistogramReading& reading : made.histograms)
    used.insert(reading.quantity);
  for (const Quantity& each : quantities()) {
    if (!each.name.starts_with("capture.")) continue;
    EXPECT_TRUE(used.contains(*find_quantity(each.name))) << each.name;
  }
}

TEST(CaptureReadings, report_why_an_interface_is_not_captured) {
  InterfaceStatus gone = status();
  gone.up = false;
  gone.failure = "the interface is gone";
  const auto made = capture_readings({gone}, now(), 1s);
  EXPECT_FALSE(made.answered);
  EXPECT_EQ(made.failure, "br-lan: the interface is gone");
  EXPECT_EQ(by_labels(made, "capture.up"), (Values{{"br-lan ", 0}}));
  EXPECT_EQ(by_labels(made, "capture.bytes").at("br-lan in web "), 4'000);
  EXPECT_TRUE(capture_readings({}, now(), 1s).rows.empty());
}

TEST(RoundTripQuantiles, are_right_to_a_hundredth) {
  for (const auto value : {1us, 30us, 63us, 64us, 100us, 999us, 12'345us, 5'000'000us}) {
    RoundTrips trips;
    Distribution published;
    for (int i = 0; i < 10; ++i)
      trips.add(value, published);
    trips.add(60s, published);
    const double truth = seconds(value);
    EXPECT_NEAR(trips.quantile(0.5), truth, 0.008 * truth) << value.count();
    EXPECT_EQ(published.counts.back(), 1U);
  }
  EXPECT_EQ(RoundTrips().quantile(0.5), 0);
}

TEST(Filter, is_checked_without_any_interface) {
  EXPECT_TRUE(check_filter("ip or ip6 or vlan or pppoes"));
  const auto bad = check_filter("port 99999");
  ASSERT_FALSE(bad);
  EXPECT_NE(bad.error().what.find("filter \"port 99999\" is not understood"), std::string::npos);
}

}  // namespace
}  // namespace commune::capture
