#include "agent/central/prometheus_reader.hpp"

#include "tests/agent/central/fake_server.hpp"
#include "tests/agent/central/lines.hpp"

#include <gmock/gmock.h>

namespace commune::central {
namespace {

using enum State;

constexpr double kDay = 86'400;
const SiteId kOffice{"office"}, kHall{"ca-nvh"};

/// A hall whose fibre and Wi-Fi were cut together, as its own gateway and the office saw it.
FakeServer cut_hall() {
  FakeServer server(Milliseconds(std::chrono::seconds(30)), at(2 * kDay));
  const Subject fibre = {VillageId{"ca"}, kHall, Access::fibre};
  const Subject village = {VillageId{"ca"}, {}, {}};
  const std::vector<Interval> cut = {interval(up, 1000, 50'000), interval(down, 50'000, 60'000),
                                     interval(up, 60'000, 9 * kDay)};
  server.add({fibre, kOffice, cut, {}, R"("cause":"fibre","root_device":"ca-gw","root":"true")"});
  server.add({hall_wifi(), kOffice, cut, {}, {}});
  server.add({village, kOffice, cut, {}, {}});
  return server;
}

TEST(PrometheusReader, holds_from_the_first_scrape_to_the_last) {
  auto server = cut_hall();
  const auto extent = read_prometheus(server.query())->extent();
  ASSERT_TRUE(extent) << extent.error().message();
  EXPECT_EQ(*extent, (TimeRange{at(1020), at(2 * kDay)}));
}

TEST(PrometheusReader, an_hour_is_history_enough) {
  FakeServer server(Milliseconds(std::chrono::seconds(30)), at(kDay + 5000));
  server.add({hall_wifi(), kHall, {interval(up, kDay + 1400, kDay + 9000)}, {}, {}});
  EXPECT_EQ(**read_prometheus(server.query())->extent(),
            (TimeRange{at(kDay + 1410), at(kDay + 4980)}));
}

TEST(PrometheusReader, holds_nothing_where_no_agent_was_scraped) {
  FakeServer server(Milliseconds(std::chrono::seconds(30)), at(kDay));
  EXPECT_EQ(*read_prometheus(server.query())->extent(), std::nullopt);
}

TEST(PrometheusReader, gives_intervals_by_subject_then_start) {
  auto server = cut_hall();
  std::vector<std::string> words;
  ASSERT_TRUE(
      read_prometheus(server.query())->intervals({at(0), at(kDay)}, [&](const Interval& each) {
        words.push_back(fmt::format("{} {} {}", access_word(each.subject), to_string(each.state),
                                    to_string(each.cause)));
      }));
  EXPECT_THAT(words,
              testing::ElementsAre("overall up none", "overall down unknown", "overall up none",
                                   "fibre up none", "fibre down fibre", "fibre up none",
                                   "wifi up none", "wifi down unknown", "wifi up none"));
}

TEST(PrometheusReader, gives_outages_with_their_causes) {
  auto server = cut_hall();
  std::vector<Outage> all;
  ASSERT_TRUE(read_prometheus(server.query())->outages({at(0), at(kDay)}, [&](const Outage& each) {
    all.push_back(each);
  }));
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].id, "ca-nvh/fibre/19700101T135320Z");
  EXPECT_EQ(all[0].cause, Cause::fibre);
  EXPECT_EQ(all[0].root_device, DeviceId{"ca-gw"});
  EXPECT_EQ(all[0].start, at(50'000));
  EXPECT_EQ(all[0].end, at(60'000));
  EXPECT_EQ(all[1].subject, hall_wifi());
  EXPECT_EQ(all[1].cause, Cause::unknown);
}

TEST(PrometheusReader, has_no_quality_and_says_where_it_is) {
  auto server = cut_hall();
  const auto read =
      read_prometheus(server.query())->quality(RollUp::hour, {at(0), at(kDay)}, [](const Quality&) {
      });
  ASSERT_FALSE(read);
  EXPECT_THAT(read.error().message(), testing::HasSubstr("only coverage and outages"));
}

TEST(PrometheusReader, a_server_that_fails_is_an_error_of_every_question) {
  auto server = cut_hall();
  server.broken = "overloaded";
  const auto reader = read_prometheus(server.query());
  EXPECT_FALSE(reader->extent());
  EXPECT_FALSE(reader->intervals({at(0), at(kDay)}, [](const Interval&) { FAIL(); }));
  EXPECT_FALSE(reader->outages({at(0), at(kDay)}, [](const Outage&) { FAIL(); }));
}

}  // namespace
}  // namespace commune::central
