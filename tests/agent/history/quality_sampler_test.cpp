#include "agent/history/quality_sampler.hpp"

#include "core/model/quantity_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::history {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::chrono::seconds kStart{
    1'795'564'800};  // 2026-11-25T00:00:00Z, a five minutes' begin.

struct PolledValue {
  QuantityName quantity;
  std::string interface;
  double value;
};

/// One access point that is asked both ways.
class Watched {
 public:
  Watched() {
    Inventory inventory;
    inventory.villages.push_back({VillageId{"ca"}, "Ca", 0});
    Site site;
    site.id = SiteId{"ca-nvh"};
    site.village = VillageId{"ca"};
    inventory.sites.push_back(site);
    inventory.devices.push_back(
        {DeviceId{"ap"}, SiteId{"ca-nvh"}, DeviceKind::access_point, "", {}});
    inventory_ = std::make_shared<const Inventory>(std::move(inventory));
  }

  void ping(double requests, double replies, std::vector<std::uint64_t> round_trips = {}) {
    auto readings = std::make_shared<DeviceReadings>();
    readings->rows = {{}};
    readings->readings = {{quantity_index("icmp.requests"), 0, requests},
                          {quantity_index("icmp.replies"), 0, replies}};
    if (!round_trips.empty())
      readings->histograms.push_back(
          {quantity_index("icmp.round_trip"), 0, nullptr, std::move(round_trips), 0});
    view_.by_source[static_cast<std::size_t>(Source::icmp)] = std::move(readings);
  }

  void poll(const std::vector<PolledValue>& values, bool answered = true, int second = 0) {
    auto readings = std::make_shared<DeviceReadings>();
    readings->taken.mono = MonoTime(std::chrono::seconds(second));
    readings->answered = answered;
    for (const auto& [quantity, interface, value] : values) {
      readings->readings.push_back(
          {quantity, static_cast<std::uint32_t>(readings->rows.size()), value});
      readings->rows.push_back({{LabelName::interface, interface}});
    }
    view_.by_source[static_cast<std::size_t>(Source::snmp)] = std::move(readings);
  }

  std::vector<Quality> look(int second) {
    return sampler_.look(
        {inventory_, {WallTime(kStart + std::chrono::seconds(second)), {}}, {view_}, {}});
  }

  void link(const std::string& interface, double capacity) {
    Inventory inventory = *inventory_;
    Link link;
    link.device = DeviceId{"ap"};
    link.interface = interface;
    link.capacity_bytes_per_second = capacity;
    inventory.links.push_back(link);
    inventory_ = std::make_shared<const Inventory>(std::move(inventory));
  }

  QualitySampler& sampler() { return sampler_; }

 private:
  std::shared_ptr<const Inventory> inventory_;
  DeviceView view_;
  QualitySampler sampler_;
};

TEST(QualitySampler, counts_the_packets_of_five_minutes) {
  Watched ap;
  ap.ping(100, 90, {80, 10, 0});  // Before: not these five minutes'.
  EXPECT_THAT(ap.look(1), IsEmpty());
  ap.ping(110, 99, {88, 10, 1});
  EXPECT_THAT(ap.look(299), IsEmpty());
  ap.ping(120, 109, {98, 10, 1});
  const auto rows = ap.look(300);
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].name, "ap");
  EXPECT_EQ(rows[0].site, SiteId{"ca-nvh"});
  EXPECT_EQ(rows[0].village, VillageId{"ca"});
  EXPECT_EQ(rows[0].start, LedgerTime(kStart));
  EXPECT_EQ(rows[0].requests, 10U);
  EXPECT_EQ(rows[0].replies, 9U);
  EXPECT_THAT(rows[0].round_trips, ElementsAre(8, 0, 1));
  EXPECT_FALSE(rows[0].traffic_known);
  EXPECT_FALSE(rows[0].peak_clients);
  // What came in the meantime belongs to the next.
  const auto next = ap.sampler().stop();
  ASSERT_EQ(next.size(), 1U);
  EXPECT_EQ(next[0].start, LedgerTime(kStart + std::chrono::seconds(300)));
  EXPECT_EQ(next[0].requests, 10U);
}

TEST(QualitySampler, a_counter_that_started_over_counts_from_zero) {
  Watched ap;
  ap.ping(1'000, 1'000);
  ap.look(1);
  ap.ping(7, 6);
  ap.look(2);
  const auto rows = ap.sampler().stop();
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].requests, 7U);
  EXPECT_EQ(rows[0].replies, 6U);
}

TEST(QualitySampler, traffic_is_that_of_the_busiest_interface) {
  Watched ap;
  ap.poll({{"interface.receive_bytes", "eth0", 1'000},
           {"interface.transmit_bytes", "eth0", 5'000},
           {"interface.receive_bytes", "wlan0", 9'000}});
  ap.look(1);
  ap.poll({{"interface.receive_bytes", "eth0", 1'500},
           {"interface.transmit_bytes", "eth0", 7'000},
           {"interface.receive_bytes", "wlan0", 9'100}});
  ap.look(30);
  const auto rows = ap.sampler().stop();
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_TRUE(rows[0].traffic_known);
  EXPECT_EQ(rows[0].receive_bytes, 500U);
  EXPECT_EQ(rows[0].transmit_bytes, 2'000U);
}

TEST(QualitySampler, peak_rates_are_of_the_busiest_interface_and_utilization_of_the_fullest) {
  Watched ap;
  const auto poll = [&](int second, double eth0, double wlan0) {
    ap.poll({{"interface.receive_bytes", "eth0", eth0},
             {"interface.transmit_bytes", "eth0", eth0 / 10},
             {"interface.speed", "eth0", 1'000},
             {"interface.receive_bytes", "wlan0", wlan0},
             {"interface.speed", "wlan0", 100}},
            true, second);
    ap.look(second);
  };
  poll(10, 0, 0);
  poll(40, 12'000, 600);
  poll(70, 18'000, 2'850);
  const auto rows = ap.sampler().stop();
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].peak_receive_rate, 400);
  EXPECT_EQ(rows[0].peak_transmit_rate, 40);
  EXPECT_EQ(rows[0].peak_utilization, 0.75) << "of wlan0 in the second half";
}

TEST(QualitySampler, the_configured_capacity_outweighs_a_wrong_report_of_the_device) {
  Watched ap;
  ap.link("eth0", 2'000);
  const auto poll = [&](int second, double bytes) {
    ap.poll({{"interface.receive_bytes", "eth0", bytes},
             {"interface.speed", "eth0", 125e6},
             {"interface.receive_bytes", "ppp0", bytes},
             {"interface.speed", "ppp0", 10}},
            true, second);
    ap.look(second);
  };
  poll(10, 0);
  poll(20, 10'000);
  EXPECT_EQ(ap.sampler().stop().at(0).peak_utilization, 0.5)
      << "and ppp0 carries more than it says it can";
}

TEST(QualitySampler, keeps_the_most_clients_and_the_weakest_signals) {
  Watched ap;
  for (const auto& [second, clients, light, signal] :
       {std::tuple(1, 3.0, -20.0, -90.0), {31, 9.0, -23.5, -101.0}, {61, 2.0, -21.0, -95.0}}) {
    ap.poll({{"wifi.clients", "a", clients},
             {"wifi.clients", "b", 1},
             {"optical.receive_power", "", light},
             {"cellular.rsrp", "", signal}});
    ap.look(second);
  }
  const auto rows = ap.sampler().stop();
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].peak_clients, 10);
  EXPECT_EQ(rows[0].least_optical_power_dbm, -23.5);
  EXPECT_EQ(rows[0].least_rsrp_dbm, -101);
}

TEST(QualitySampler, one_reading_counts_once_however_often_it_is_seen) {
  Watched ap;
  ap.ping(0, 0);
  ap.look(1);
  ap.ping(5, 5);
  for (int second = 2; second < 20; ++second)
    ap.look(second);
  EXPECT_EQ(ap.sampler().stop().at(0).requests, 5U);
}

TEST(QualitySampler, a_device_that_is_neither_polled_nor_answers_has_no_row) {
  Watched ap;
  ap.look(1);
  ap.poll({{"wifi.clients", "a", 4}}, false);
  ap.look(2);
  EXPECT_THAT(ap.look(301), IsEmpty());
}

}  // namespace
}  // namespace commune::history
