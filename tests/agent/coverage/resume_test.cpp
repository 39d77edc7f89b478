// Restarts, kills, late clocks, steps, reloads: the account of time that nobody watched.
#include "tests/agent/coverage/play.hpp"

#include <gtest/gtest.h>

namespace commune::coverage::test {
namespace {

using std::chrono::hours;
using std::chrono::seconds;
using enum Access;

const Subject kWifi{{"ca"}, {"ca-nvh"}, wifi};

Commune house(Power power = Power::separate) {
  Commune commune("ca-nvh");
  commune.site("ca-nvh", {wifi, fibre}, "ca", power);
  commune.device("ca-gw", "ca-nvh", DeviceKind::gateway);
  commune.device("ca-ap", "ca-nvh", DeviceKind::access_point, "ca-gw");
  return commune;
}

std::string ledger(Play& play, const Subject& subject = kWifi) {
  play.flush();
  return text(play.store().intervals(subject));
}

TEST(Resume, an_orderly_stop_is_unmeasured_agent_stopped) {
  Play play(house());
  play.run_until(seconds(100));
  play.stop();
  play.start(seconds(50));
  play.run_until(seconds(200));
  EXPECT_EQ(ledger(play),
            "unmeasured no_evidence 0-1, up 1-100, unmeasured agent_stopped 100-150, "
            "unmeasured no_evidence 150-151, up 151-200");
}

TEST(Resume, a_kill_is_unmeasured_agent_crashed_from_the_last_heartbeat) {
  Play play(house());
  play.run_until(seconds(100));
  play.kill();
  play.start(seconds(50));
  play.run_until(seconds(200));
  EXPECT_EQ(ledger(play),
            "unmeasured no_evidence 0-1, up 1-71, unmeasured agent_crashed 71-150, "
            "unmeasured no_evidence 150-151, up 151-200");
}

TEST(Resume, another_boot_is_unmeasured_power_cut) {
  Play play(house());
  play.run_until(seconds(100));
  play.kill();
  play.start(seconds(50), "boot-2");
  play.run_until(seconds(200));
  EXPECT_EQ(ledger(play),
            "unmeasured no_evidence 0-1, up 1-71, unmeasured power_cut 71-150, "
            "unmeasured no_evidence 150-151, up 151-200");
}

TEST(Resume, where_the_mains_are_shared_a_power_cut_is_down_with_an_outage) {
  Play play(house(Power::shared));
  play.run_until(seconds(100));
  play.kill();
  play.start(seconds(50), "boot-2");
  play.run_until(seconds(200));
  EXPECT_EQ(ledger(play),
            "unmeasured no_evidence 0-1, up 1-71, down power ca-gw 71-150, "
            "unmeasured no_evidence 150-151, up 151-200");
  const auto outages = play.store().outages();
  ASSERT_EQ(outages.size(), 2U);
  EXPECT_EQ(text(outages[0]), "ca-nvh/fibre power ca-gw 71-150");
  EXPECT_EQ(text(outages[1]), "ca-nvh/wifi power ca-gw 71-150 root");
}

TEST(Resume, a_crash_in_the_middle_of_an_outage_ends_it_where_it_was_last_known) {
  Play play(house());
  play.run_until(seconds(100));
  play.silence("ca-ap");
  play.run_until(seconds(200));
  play.kill();
  play.start(seconds(60));
  play.run_until(seconds(400));
  EXPECT_EQ(ledger(play),
            "unmeasured no_evidence 0-1, up 1-101, down device ca-ap 101-181, "
            "unmeasured agent_crashed 181-260, unmeasured no_evidence 260-261, down device ca-ap "
            "261-400");
  const auto outages = play.store().outages();
  ASSERT_EQ(outages.size(), 2U);
  EXPECT_EQ(text(outages[0]), "ca-nvh/wifi device ca-ap 101-181 root");
  EXPECT_EQ(text(outages[1]), "ca-nvh/wifi device ca-ap 261- root");
}

TEST(Resume, the_planned_part_of_an_absence_is_planned) {
  Commune commune = house();
  Play play(commune);
  Maintenance work;
  work.start = kMidnight + seconds(120);
  work.end = kMidnight + seconds(160);
  play.run_until(seconds(100));
  play.stop();
  play.stand_still(seconds(100));
  LedgerMemory memory = play.store().memory();
  memory.maintenance = {work};
  CoverageEngine engine(commune.setup(), memory, {"boot-1", play.now(), true});
  Store store;
  store.take(engine.stop(play.now()));
  EXPECT_EQ(text(store.intervals(kWifi)),
            "up 1-100, unmeasured agent_stopped 100-120, planned maintenance 120-160, "
            "unmeasured agent_stopped 160-200, unmeasured no_evidence 200-200");
}

TEST(Resume, totals_go_on_where_they_stopped) {
  Play play(house());
  play.run_until(seconds(100));
  play.stop();
  play.start(seconds(50));
  play.run_until(seconds(200));
  play.flush();
  const auto status = play.picture()->accesses.at(0);
  EXPECT_EQ(status.subject, kWifi);
  EXPECT_EQ(status.totals[static_cast<std::size_t>(State::up)], seconds(99 + 49));
  EXPECT_EQ(status.totals[static_cast<std::size_t>(State::unmeasured)], seconds(1 + 50 + 1));
}

TEST(Resume, entries_under_an_unknown_clock_are_dated_once_it_is_known) {
  Play play(house());
  play.run_until(seconds(100));
  play.stop();
  play.step_wall(-hours(24 * 365 * 50));
  play.start(seconds(50), "boot-2");
  play.run(seconds(40));
  play.silence("ca-ap");
  play.run(seconds(40));
  EXPECT_FALSE(play.picture()->ledger_until);
  EXPECT_EQ(play.state("ca-nvh", wifi), State::down);
  play.step_wall(hours(24 * 365 * 50));
  play.run_until(seconds(300));
  EXPECT_EQ(ledger(play),
            "unmeasured no_evidence 0-1, up 1-100, unmeasured agent_stopped 100-150, "
            "unmeasured no_evidence 150-151, up 151-191, down device ca-ap 191-300");
  EXPECT_EQ(text(play.store().outages().at(0)), "ca-nvh/wifi device ca-ap 191- root");
}

TEST(Resume, a_jump_of_the_wall_clock_is_unmeasured_clock) {
  Play play(house());
  play.run_until(seconds(100));
  play.step_wall(hours(1));
  play.run(seconds(100));
  EXPECT_EQ(ledger(play),
            "unmeasured no_evidence 0-1, up 1-101, unmeasured clock 101-3701, up 3701-3800");
}

TEST(Resume, a_wall_clock_set_back_doubles_nothing) {
  Play play(house());
  play.run_until(seconds(100));
  play.step_wall(-seconds(60));
  play.run(seconds(100));
  EXPECT_EQ(ledger(play), "unmeasured no_evidence 0-1, up 1-140");
}

TEST(Resume, a_stopped_process_saw_nothing) {
  Play play(house());
  play.run_until(seconds(100));
  play.stand_still(seconds(600));
  play.run(seconds(100));
  EXPECT_EQ(ledger(play),
            "unmeasured no_evidence 0-1, up 1-100, unmeasured no_evidence 100-701, up 701-800");
}

TEST(Resume, a_reload_keeps_what_stays_and_closes_what_goes) {
  Play play(house());
  play.run_until(seconds(100));
  Commune smaller("ca-nvh");
  smaller.site("ca-nvh", {fibre}).device("ca-gw", "ca-nvh", DeviceKind::gateway);
  play.replace(smaller);
  play.run_until(seconds(200));
  EXPECT_EQ(ledger(play), "unmeasured no_evidence 0-1, up 1-100");
  EXPECT_EQ(ledger(play, {{"ca"}, {"ca-nvh"}, fibre}), "unmeasured no_evidence 0-1, up 1-200");
  play.replace(house());
  play.run_until(seconds(300));
  EXPECT_EQ(ledger(play),
            "unmeasured no_evidence 0-1, up 1-100, unmeasured not_configured 100-200, "
            "unmeasured no_evidence 200-201, up 201-300");
}

}  // namespace
}  // namespace commune::coverage::test
