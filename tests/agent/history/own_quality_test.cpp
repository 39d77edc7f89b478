#include "agent/history/own_quality.hpp"

#include "core/model/quantity_table.hpp"

#include <gtest/gtest.h>

namespace commune::history {
namespace {

/// A vantage whose collectors publish when the test says so.
class Vantage {
 public:
  Vantage() {
    Inventory inventory;
    inventory.vantage = SiteId{"office"};
    Site site;
    site.id = SiteId{"office"};
    site.village = VillageId{"kep"};
    inventory.sites.push_back(site);
    inventory_ = std::make_shared<const Inventory>(std::move(inventory));
  }

  /// Everything that the collector publishes from now on.
  DeviceReadings& says(Source source) {
    DeviceReadings& readings = said_[source];
    readings = {};
    readings.source = source;
    return readings;
  }

  static void add(DeviceReadings& readings, QuantityName quantity, Labels labels, double value) {
    readings.readings.push_back(
        {quantity, static_cast<std::uint32_t>(readings.rows.size()), value});
    readings.rows.push_back(std::move(labels));
  }

  void look() {
    Snapshot snapshot{inventory_, {}, {}, {}};
    for (const auto& [source, readings] : said_)
      snapshot.agent.push_back(std::make_shared<const DeviceReadings>(readings));
    quality_.look(snapshot);
  }

  std::vector<Quality> finish_period() { return quality_.finish_period(); }

 private:
  std::shared_ptr<const Inventory> inventory_;
  std::map<Source, DeviceReadings> said_;
  OwnQuality quality_;
};

void round(Vantage& office, int second, bool ok, double took) {
  DeviceReadings& said = office.says(Source::service);
  ProbeResult portal;
  portal.probe = "portal";
  portal.ok = ok;
  portal.rounds = 1;
  portal.at = MonoTime(std::chrono::seconds(second));
  said.probes = {portal};
  Vantage::add(said, "probe.duration", {{LabelName::probe, "portal"}, {LabelName::phase, "tls"}},
               took / 2);
  Vantage::add(said, "probe.duration",
               {{LabelName::probe, "portal"}, {LabelName::phase, "transfer"}}, took / 2);
  office.look();
}

TEST(OwnQuality, a_service_has_its_rounds_and_the_durations_of_successful_ones) {
  Vantage office;
  round(office, 60, true, 0.2);
  round(office, 60, true, 0.2);  // The same round again.
  round(office, 120, false, 9);
  round(office, 180, true, 0.2);
  const auto rows = office.finish_period();
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].kind, Measured::service);
  EXPECT_EQ(rows[0].name, "portal");
  EXPECT_EQ(rows[0].site, SiteId{"office"});
  EXPECT_EQ(rows[0].village, VillageId{"kep"});
  EXPECT_EQ(rows[0].requests, 3U);
  EXPECT_EQ(rows[0].replies, 2U);
  ASSERT_EQ(rows[0].round_trips.size(), kRoundTripBounds.size() + 1);
  EXPECT_EQ(rows[0].round_trips[10], 2U) << "0.1 to 0.25 s";
  EXPECT_TRUE(office.finish_period().empty());
}

void traffic(Vantage& office, double down, double segments, double again) {
  DeviceReadings& said = office.says(Source::capture);
  const auto labels = [](LabelName name, const char* value) {
    return Labels{{LabelName::interface, "br-lan"}, {name, value}};
  };
  // A retransmission may be reported before the segments it is one of.
  Vantage::add(said, "capture.tcp_retransmissions", labels(LabelName::side, "wan"), again);
  Vantage::add(said, "capture.tcp_segments", labels(LabelName::side, "wan"), segments);
  for (const char* name : {"web", "dns"}) {
    Labels in = labels(LabelName::direction, "in"), local = labels(LabelName::direction, "local");
    in.push_back({LabelName::class_, name});
    local.push_back({LabelName::class_, name});
    Vantage::add(said, "capture.bytes", in, down / 2);
    Vantage::add(said, "capture.bytes", local, 1e9);
  }
  Vantage::add(said, "capture.hosts", {{LabelName::interface, "br-lan"}}, down / 100);
  std::vector<std::uint64_t> counts(kRoundTripBounds.size() + 1);
  counts[8] = static_cast<std::uint64_t>(segments);
  said.histograms.push_back({quantity_index("capture.tcp_round_trip"), 1, nullptr, counts, 0});
  office.look();
}

TEST(OwnQuality, users_have_traffic_retransmissions_and_round_trips_by_side) {
  Vantage office;
  traffic(office, 1'000, 100, 5);
  traffic(office, 3'000, 400, 20);
  const auto rows = office.finish_period();
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].name, "br-lan lan");
  EXPECT_EQ(rows[0].peak_clients, 30);
  const Quality& wan = rows[1];
  EXPECT_EQ(wan.kind, Measured::users);
  EXPECT_EQ(wan.name, "br-lan wan");
  EXPECT_EQ(wan.requests, 400U);
  EXPECT_EQ(wan.replies, 380U);
  EXPECT_EQ(wan.round_trips.at(8), 400U);
  EXPECT_EQ(wan.receive_bytes, 3'000U);
  EXPECT_EQ(wan.transmit_bytes, 0U);
  traffic(office, 3'100, 410, 20);
  EXPECT_EQ(office.finish_period().at(1).requests, 10U);
}

void tested(Vantage& office, double done, double failed, double download) {
  DeviceReadings& said = office.says(Source::throughput);
  Vantage::add(said, "throughput.rate",
               {{LabelName::test, "line"}, {LabelName::direction, "download"}}, download);
  Vantage::add(said, "throughput.runs", {{LabelName::test, "line"}, {LabelName::result, "done"}},
               done);
  Vantage::add(said, "throughput.runs", {{LabelName::test, "line"}, {LabelName::result, "failed"}},
               failed);
  Vantage::add(said, "throughput.bytes",
               {{LabelName::test, "line"}, {LabelName::direction, "download"}}, done * 1e6);
  office.look();
}

TEST(OwnQuality, a_line_has_its_tests_and_the_best_valid_result) {
  Vantage office;
  tested(office, 0, 0, 5e6);  // From an earlier run.
  tested(office, 0, 1, 5e6);
  EXPECT_EQ(office.finish_period().at(0).peak_receive_rate, std::nullopt);
  tested(office, 1, 1, 11e6);
  tested(office, 2, 1, 9e6);
  const auto rows = office.finish_period();
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].kind, Measured::line);
  EXPECT_EQ(rows[0].requests, 2U);
  EXPECT_EQ(rows[0].replies, 2U);
  EXPECT_EQ(rows[0].peak_receive_rate, 11e6);
  EXPECT_EQ(rows[0].peak_transmit_rate, std::nullopt);
  EXPECT_EQ(rows[0].receive_bytes, 2'000'000U);
}

}  // namespace
}  // namespace commune::history
