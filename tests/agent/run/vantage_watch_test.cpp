#include "agent/run/vantage_watch.hpp"

#include "core/model/quantity_table.hpp"
#include "core/model/round_trip_bounds.hpp"

#include <gtest/gtest.h>

namespace commune {
namespace {

using std::chrono::seconds;

/// Collectors that speak when they are told to, on clocks of their own.
class Vantage {
 public:
  DeviceReadings& says(Source source) {
    DeviceReadings& readings = said_[source];
    readings = {};
    readings.source = source;
    readings.taken = now();
    return readings;
  }

  static void add(DeviceReadings& readings, QuantityName quantity, Labels labels, double value) {
    readings.readings.push_back(
        {quantity, static_cast<std::uint32_t>(readings.rows.size()), value});
    readings.rows.push_back(std::move(labels));
  }

  VantagePicturePtr look() {
    Snapshot snapshot{nullptr, now(), {}, {}};
    for (const auto& [source, readings] : said_)
      snapshot.agent.push_back(std::make_shared<const DeviceReadings>(readings));
    watch_.look(snapshot);
    return watch_.picture();
  }

  void pass(seconds time) { elapsed_ += time; }
  Moment now() const {
    return {WallTime(seconds(1'795'564'800)) + elapsed_, MonoTime(seconds(1'000)) + elapsed_};
  }

 private:
  seconds elapsed_{0};
  std::map<Source, DeviceReadings> said_;
  VantageWatch watch_;
};

Labels on_lan(LabelName name, const char* value) {
  return {{LabelName::interface, "br-lan"}, {name, value}};
}

// Both have been so since the start: `per_second` bytes down as web, a tenth of it up.
void traffic(Vantage& office, double at, double per_second) {
  DeviceReadings& said = office.says(Source::capture);
  Vantage::add(said, "capture.up", {{LabelName::interface, "br-lan"}}, 1);
  for (const char* direction : {"in", "out"}) {
    Labels labels = on_lan(LabelName::direction, direction);
    labels.push_back({LabelName::class_, "web"});
    Vantage::add(said, "capture.bytes", labels, at * per_second / (direction[0] == 'i' ? 1 : 10));
  }
  Vantage::add(said, "capture.hosts", {{LabelName::interface, "br-lan"}}, 17.4);
  Vantage::add(said, "capture.tcp_segments", on_lan(LabelName::side, "wan"), at * 100);
  Vantage::add(said, "capture.tcp_retransmissions", on_lan(LabelName::side, "wan"), at);
  said.rows.push_back(on_lan(LabelName::side, "wan"));
  std::vector<std::uint64_t> counts(kRoundTripBounds.size() + 1);
  counts[7] = static_cast<std::uint64_t>(at);
  said.histograms.push_back({quantity_index("capture.tcp_round_trip"),
                             static_cast<std::uint32_t>(said.rows.size() - 1), nullptr, counts, 0});
}

TEST(VantageWatch, rates_are_of_the_last_minute_and_round_trips_of_the_last_five) {
  Vantage office;
  for (int second = 0; second <= 400; ++second) {
    // Twice as much in the last 100 seconds.
    const int late = std::max(0, second - 300);
    traffic(office, second + late, 1'000);
    office.look();
    office.pass(seconds(1));
  }
  const auto picture = office.look();
  ASSERT_EQ(picture->traffic.size(), 1U);
  const TrafficStatus& lan = picture->traffic[0];
  EXPECT_EQ(lan.interface, "br-lan");
  EXPECT_TRUE(lan.up);
  ASSERT_EQ(lan.classes.size(), 1U);
  EXPECT_EQ(lan.classes[0].name, "web");
  EXPECT_DOUBLE_EQ(lan.classes[0].down, 2'000);
  EXPECT_DOUBLE_EQ(lan.classes[0].up, 200);
  EXPECT_EQ(lan.hosts, 17.4);
  EXPECT_DOUBLE_EQ(lan.wan.again_ratio.value(), 0.01);
  EXPECT_DOUBLE_EQ(lan.wan.round_trip_seconds.value(), 0.0175) << "halfway from 10 to 25 ms";
  EXPECT_EQ(lan.lan.round_trip_seconds, std::nullopt);
}

TEST(VantageWatch, a_capture_that_started_over_shows_no_rate) {
  Vantage office;
  traffic(office, 1'000, 1'000);
  office.look();
  office.pass(seconds(10));
  traffic(office, 1, 1'000);
  const auto picture = office.look();
  EXPECT_EQ(picture->traffic.at(0).classes.at(0).down, 0);
  EXPECT_EQ(picture->traffic.at(0).wan.again_ratio, std::nullopt);
}

TEST(VantageWatch, a_service_keeps_its_last_successful_duration) {
  Vantage office;
  const auto round = [&](bool ok, double took) {
    DeviceReadings& said = office.says(Source::service);
    ProbeResult portal;
    portal.probe = "portal";
    portal.name = "Cổng dịch vụ công";
    portal.ok = ok;
    portal.rounds = 1;
    portal.since = office.now().mono - seconds(30);
    portal.failure = ok ? "" : "HTTP 503";
    ProbeResult bank;
    bank.probe = "bank";
    said.probes = {portal, bank};
    for (const char* phase : {"connect", "transfer"})
      Vantage::add(said, "probe.duration",
                   {{LabelName::probe, "portal"}, {LabelName::phase, phase}}, took / 2);
    return office.look();
  };
  EXPECT_EQ(round(true, 0.5)->services.at(0).duration_seconds, 0.5);
  const auto failed = round(false, 10);
  ASSERT_EQ(failed->services.size(), 2U);
  EXPECT_EQ(failed->services[0].name, "Cổng dịch vụ công");
  EXPECT_EQ(failed->services[0].ok, false);
  EXPECT_EQ(failed->services[0].failure, "HTTP 503");
  EXPECT_EQ(failed->services[0].duration_seconds, std::nullopt);
  EXPECT_EQ(failed->services[0].since, office.now().wall - seconds(30));
  EXPECT_EQ(failed->services[1].name, "bank");
  EXPECT_EQ(failed->services[1].ok, std::nullopt) << "no round has ended yet";
}

TEST(VantageWatch, a_line_test_has_rates_contract_latency_and_time) {
  Vantage office;
  DeviceReadings& said = office.says(Source::throughput);
  const auto add = [&](QuantityName quantity, LabelName name, const char* value, double number) {
    Vantage::add(said, quantity, {{LabelName::test, "line"}, {name, value}}, number);
  };
  add("throughput.info", LabelName::name, "Cáp quang", 1);
  add("throughput.rate", LabelName::direction, "download", 6e6);
  add("throughput.contracted", LabelName::direction, "download", 12e6);
  add("throughput.latency", LabelName::phase, "idle", 0.016);
  add("throughput.latency", LabelName::phase, "download", 0.05);
  add("throughput.latency", LabelName::phase, "upload", 0.09);
  Vantage::add(said, "throughput.last_success", {{LabelName::test, "line"}}, 1'795'564'000);
  const auto picture = office.look();
  ASSERT_EQ(picture->tests.size(), 1U);
  const LineTestStatus& test = picture->tests[0];
  EXPECT_EQ(test.name, "Cáp quang");
  EXPECT_EQ(test.download, 6e6);
  EXPECT_EQ(test.upload, std::nullopt);
  EXPECT_EQ(test.contracted_download, 12e6);
  EXPECT_EQ(test.idle_latency, 0.016);
  EXPECT_EQ(test.loaded_latency, 0.09);
  EXPECT_EQ(test.at, WallTime(seconds(1'795'564'000)));
}

}  // namespace
}  // namespace commune
