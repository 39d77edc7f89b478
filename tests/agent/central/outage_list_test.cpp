#include "agent/central/outage_list.hpp"

#include "tests/agent/central/lines.hpp"

#include <gmock/gmock.h>

namespace commune::central {
namespace {

using testing::ElementsAre;

BlamedOutage blamed(const std::string& site, Access access, double start, double end,
                    std::optional<Blame> blame) {
  Interval down = interval(State::down, start, end);
  down.subject.site = SiteId{site};
  down.subject.access = access;
  return {outage_of(down), std::move(blame)};
}

Blame blame(Cause cause, const std::string& device, bool root, double samples = 1,
            bool at_the_site = false) {
  return {cause, DeviceId{device}, root, at_the_site, samples};
}

TEST(OutageList, an_outage_is_called_after_its_access_and_begin) {
  const Outage outage = outage_of(interval(State::down, 1'795'587'300, 1'795'587'400));
  EXPECT_EQ(outage.id, "ca-nvh/wifi/20261125T061500Z");
  EXPECT_EQ(outage.end, at(1'795'587'400));
  EXPECT_EQ(outage.cause, Cause::unknown);
  EXPECT_TRUE(outage.is_root());
  EXPECT_FALSE(outage_of(interval(State::down, 0, 9, true)).end);
}

TEST(OutageList, the_cause_seen_most_often_holds_and_of_equal_ones_the_outermost) {
  EXPECT_EQ(
      best_blame({blame(Cause::device, "a", true, 3), blame(Cause::fibre, "b", true, 9)})->cause,
      Cause::fibre);
  EXPECT_EQ(
      best_blame({blame(Cause::device, "a", true, 4), blame(Cause::power, "b", true, 4)})->cause,
      Cause::power);
  EXPECT_FALSE(best_blame({}));
}

TEST(OutageList, the_vantage_at_the_site_knows_the_cause_better) {
  EXPECT_EQ(
      best_blame({blame(Cause::device, "a", true, 90), blame(Cause::power, "b", true, 2, true)})
          ->cause,
      Cause::power);
}

TEST(OutageList, comes_by_start_with_what_each_root_took_with_it) {
  const auto all =
      outage_list({blamed("b", Access::wifi, 12, 50, blame(Cause::upstream, "a-gw", false)),
                   blamed("a", Access::wifi, 11, 50, blame(Cause::fibre, "a-gw", false)),
                   blamed("a", Access::fibre, 11, 50, blame(Cause::fibre, "a-gw", true)),
                   blamed("c", Access::wifi, 5, 9, std::nullopt)});
  ASSERT_EQ(all.size(), 4U);
  EXPECT_EQ(all[0].subject.site, SiteId{"c"});
  EXPECT_EQ(all[0].cause, Cause::unknown);
  EXPECT_EQ(all[1].subject.access, Access::fibre);
  EXPECT_THAT(all[1].cut_off, ElementsAre(all[2].subject, all[3].subject));
  EXPECT_EQ(all[2].root_outage, all[1].id);
  EXPECT_EQ(all[3].root_outage, all[1].id);
  EXPECT_EQ(all[3].root_device, DeviceId{"a-gw"});
}

TEST(OutageList, a_root_of_another_time_took_nothing) {
  const auto all =
      outage_list({blamed("a", Access::fibre, 0, 10, blame(Cause::fibre, "a-gw", true)),
                   blamed("b", Access::wifi, 10, 20, blame(Cause::upstream, "a-gw", false))});
  EXPECT_TRUE(all[0].cut_off.empty());
  EXPECT_TRUE(all[1].is_root());
}

}  // namespace
}  // namespace commune::central
