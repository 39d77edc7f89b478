#include "agent/central/state_samples.hpp"

#include "tests/agent/central/lines.hpp"

#include <gmock/gmock.h>

namespace commune::central {
namespace {

using testing::ElementsAre;
using testing::Pair;

Labels labels(std::string name, std::string village, std::string site, std::string access,
              std::string vantage, std::string instance = "gw:10077") {
  Labels all = {{"__name__", std::move(name)},
                {"village", std::move(village)},
                {"vantage", std::move(vantage)},
                {"instance", std::move(instance)}};
  if (!site.empty()) all["site"] = std::move(site);
  if (!access.empty()) all["access"] = std::move(access);
  return all;
}

Labels state_of(std::string vantage, std::string instance = "gw:10077") {
  return labels("commune_coverage_state", "ca", "ca-nvh", "wifi", std::move(vantage),
                std::move(instance));
}

Labels since_of(std::string vantage, std::string instance = "gw:10077") {
  return labels("commune_coverage_state_since_timestamp_seconds", "ca", "ca-nvh", "wifi",
                std::move(vantage), std::move(instance));
}

TEST(StateSamples, subjects_come_in_order_each_with_the_vantages_that_stand_there) {
  const auto watched = watched_by(
      {labels("commune_coverage_state", "oc", "oc-nvh", "wifi", "office"), state_of("office"),
       state_of("ca-nvh"), labels("commune_village_coverage_state", "ca", "", "", "office")});
  const Subject village = {VillageId{"ca"}, {}, {}};
  const Subject other = {VillageId{"oc"}, SiteId{"oc-nvh"}, Access::wifi};
  EXPECT_THAT(watched.subjects, ElementsAre(Pair(village, ElementsAre(SiteId{"ca-nvh"})),
                                            Pair(hall_wifi(), ElementsAre(SiteId{"ca-nvh"})),
                                            Pair(other, ElementsAre())));
}

TEST(StateSamples, series_that_name_no_subject_are_left_out) {
  const auto watched = watched_by({labels("commune_coverage_state", "", "x", "wifi", "office"),
                                   labels("commune_coverage_state", "ca", "x", "telex", "office"),
                                   labels("commune_coverage_state", "ca", "", "wifi", "office")});
  EXPECT_TRUE(watched.subjects.empty());
}

TEST(StateSamples, a_selector_takes_both_metrics_of_one_subject) {
  EXPECT_EQ(selector_of(hall_wifi()),
            "{__name__=~\"commune_coverage_state|commune_coverage_state_since_timestamp_seconds\","
            "village=\"ca\",site=\"ca-nvh\",access=\"wifi\"}");
  EXPECT_EQ(selector_of({VillageId{"ca"}, {}, {}}),
            "{__name__=~\"commune_village_coverage_state|"
            "commune_village_coverage_state_since_timestamp_seconds\",village=\"ca\"}");
}

TEST(StateSamples, a_state_is_paired_with_the_beginning_of_the_same_moment) {
  const auto said = pair_samples(
      {{state_of("office"), {{at(10), 2}, {at(20), 0}, {at(30), -1}}},
       {since_of("office"), {{at(10), 3.5}, {at(20), 12.345}, {at(25), 12}, {at(30), 29}}}});
  EXPECT_THAT(said,
              ElementsAre(Pair(SiteId{"office"}, ElementsAre(sample(10, State::up, 3.5),
                                                             sample(20, State::down, 12.345),
                                                             sample(30, State::unmeasured, 29)))));
}

TEST(StateSamples, a_state_without_beginning_or_of_an_unknown_number_is_left_out) {
  const auto said = pair_samples({{state_of("office"), {{at(10), 2}, {at(20), 7}, {at(30), 3}}},
                                  {since_of("office"), {{at(20), 1}, {at(30), 2}}}});
  EXPECT_THAT(said.at(SiteId{"office"}), ElementsAre(sample(30, State::planned, 2)));
}

TEST(StateSamples, two_scrapers_of_one_vantage_are_one_line_by_time) {
  const auto said = pair_samples({{state_of("office", "a"), {{at(10), 2}, {at(30), 2}}},
                                  {since_of("office", "a"), {{at(10), 1}, {at(30), 1}}},
                                  {state_of("office", "b"), {{at(20), 2}}},
                                  {since_of("office", "b"), {{at(20), 1}}}});
  EXPECT_THAT(
      said.at(SiteId{"office"}),
      ElementsAre(sample(10, State::up, 1), sample(20, State::up, 1), sample(30, State::up, 1)));
}

TEST(StateSamples, beginnings_keep_their_milliseconds_after_decades) {
  const auto said = pair_samples({{state_of("office"), {{at(1.8e9), 0}}},
                                  {since_of("office"), {{at(1.8e9), 1795615200.007}}}});
  EXPECT_EQ(said.at(SiteId{"office"}).front().since, LedgerTime(Milliseconds(1'795'615'200'007)));
}

}  // namespace
}  // namespace commune::central
