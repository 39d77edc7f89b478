// Outages: one for each unbroken `down`, with one root for all that fell together.
#include "tests/agent/coverage/play.hpp"

#include <gtest/gtest.h>

namespace commune::coverage::test {
namespace {

using std::chrono::seconds;
using enum Access;

/// A trunk switch that three villages hang from.
Commune trunk() {
  Commune commune("office");
  commune.site("office", {wifi}, "kep").device("gw", "office", DeviceKind::gateway);
  commune.device("office-ap", "office", DeviceKind::access_point, "gw");
  commune.site("mast", {fibre}, "kep").device("mast-sw", "mast", DeviceKind::switch_, "gw");
  commune.fibre("mast", "gw", "sfp1", "mast-sw");
  for (const std::string village : {"ca", "dong", "giua"}) {
    commune.site(village + "-nvh", {fibre, wifi});
    commune.device(village + "-gw", village + "-nvh", DeviceKind::gateway, "mast-sw");
    commune.device(village + "-ap", village + "-nvh", DeviceKind::access_point, village + "-gw");
  }
  return commune;
}

void silence_all(Play& play, const std::vector<std::string>& villages) {
  for (const std::string& village : villages) {
    play.silence(village + "-gw");
    play.silence(village + "-ap");
  }
}

std::vector<std::string> outages(Play& play) {
  play.flush();
  std::vector<std::string> all;
  for (const Outage& outage : play.store().outages())
    all.push_back(text(outage));
  return all;
}

TEST(Outages, a_cut_trunk_is_one_root_that_cuts_off_three_villages) {
  Play play(trunk());
  const Labels port = {{LabelName::interface, "sfp1"}};
  play.report("gw", "interface.up", 1, port);
  play.run_until(seconds(100));
  play.report("gw", "interface.up", 0, port);
  play.silence("mast-sw");
  silence_all(play, {"ca", "dong", "giua"});
  play.run_until(seconds(200));
  const auto picture = play.picture();
  ASSERT_EQ(picture->open_outages.size(), 7U);
  int roots = 0;
  for (const Outage& outage : picture->open_outages) {
    EXPECT_EQ(outage.root_device.value, "mast-sw");
    if (!outage.is_root()) continue;
    ++roots;
    EXPECT_EQ(text(outage), "mast/fibre fibre mast-sw 101- root");
    EXPECT_EQ(outage.cut_off.size(), 6U);
  }
  EXPECT_EQ(roots, 1);
  EXPECT_EQ(picture->open_outages[1].cause, Cause::upstream);
}

TEST(Outages, all_outages_of_one_fault_are_reported_together_however_its_pings_were_spread) {
  Play play(trunk());
  const Labels port = {{LabelName::interface, "sfp1"}};
  play.report("gw", "interface.up", 1, port);
  play.run_until(seconds(100));
  play.report("gw", "interface.up", 0, port);
  play.silence("mast-sw");
  silence_all(play, {"ca"});
  play.run_until(seconds(102));
  silence_all(play, {"dong", "giua"});
  play.run_until(seconds(104));
  play.silence("office-ap");  // Another fault, which has its own time.
  auto picture = play.picture();
  while (picture->open_outages.empty()) {
    ASSERT_LT(play.wall(), kMidnight + seconds(130));
    play.run(seconds(1));
    picture = play.picture();
  }
  std::vector<std::string> open;
  for (const Outage& outage : picture->open_outages)
    open.push_back(text(outage));
  EXPECT_EQ(open, (std::vector<std::string>{
                      "ca-nvh/fibre upstream mast-sw 101-", "ca-nvh/wifi upstream mast-sw 101-",
                      "mast/fibre fibre mast-sw 101- root", "dong-nvh/fibre upstream mast-sw 103-",
                      "dong-nvh/wifi upstream mast-sw 103-", "giua-nvh/fibre upstream mast-sw 103-",
                      "giua-nvh/wifi upstream mast-sw 103-"}));
}

TEST(Outages, ends_when_the_access_is_back_and_is_counted_by_cause) {
  Play play(trunk());
  play.run_until(seconds(100));
  silence_all(play, {"ca"});
  play.run_until(seconds(200));
  play.answer("ca-gw");
  play.answer("ca-ap");
  play.run_until(seconds(300));
  EXPECT_EQ(outages(play), (std::vector<std::string>{"ca-nvh/fibre power ca-gw 101-201 root",
                                                     "ca-nvh/wifi power ca-gw 101-201"}));
  const auto ended = play.picture()->ended_outages;
  ASSERT_EQ(ended.size(), 2U);
  EXPECT_EQ(ended[0].cause, Cause::power);
  EXPECT_EQ(ended[0].count, 1U);
}

TEST(Outages, the_cause_is_that_of_the_root_that_held_longest) {
  Play play(trunk());
  play.run_until(seconds(100));
  silence_all(play, {"ca"});
  play.run_until(seconds(200));
  // The gateway is back, its access point stays dead for less time than the power was away.
  play.answer("ca-gw");
  play.run_until(seconds(250));
  play.answer("ca-ap");
  play.run_until(seconds(300));
  EXPECT_EQ(outages(play).back(), "ca-nvh/wifi power ca-gw 101-251");
}

TEST(Outages, a_second_one_after_a_recovery_has_an_id_of_its_own) {
  Play play(trunk());
  play.run_until(seconds(100));
  play.silence("ca-ap");
  play.run_until(seconds(200));
  play.answer("ca-ap");
  play.run_until(seconds(300));
  play.silence("ca-ap");
  play.run_until(seconds(400));
  play.flush();
  const auto all = play.store().outages();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].id, "ca-nvh/wifi/20261125T000141Z");
  EXPECT_EQ(all[1].id, "ca-nvh/wifi/20261125T000501Z");
  EXPECT_EQ(text(all[1]), "ca-nvh/wifi device ca-ap 301- root");
}

TEST(Outages, a_silence_makes_the_upstream_and_the_ups_worth_polling) {
  Commune commune = trunk();
  commune.device("ca-ups", "ca-nvh", DeviceKind::ups, "ca-gw");
  Play play(commune);
  play.run_until(seconds(100));
  EXPECT_TRUE(play.engine().worth_asking().empty());
  play.silence("ca-gw");
  play.run_until(seconds(110));
  const auto asked = play.engine().worth_asking();
  ASSERT_EQ(asked.size(), 2U);
  EXPECT_EQ(asked[0].value, "mast-sw");
  EXPECT_EQ(asked[1].value, "ca-ups");
}

}  // namespace
}  // namespace commune::coverage::test
