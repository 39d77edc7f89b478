// Restarts, kills, late clocks, steps, reloads: the account of time that nobody watched.
#include <numeric>

#include "tests/agent/coverage/play.hpp"

#include <gtest/gtest.h>

namespace commune::coverage::test {
namespace {

using std::chrono::hours;
using std::chrono::seconds;
using enum Access;

const Subject kWifi{{"ca"}, {"ca-nvh"}, wifi};
const Subject kFibre{{"ca"}, {"ca-nvh"}, fibre};

Commune house(Power power = Power::separate) {
  Commune commune("ca-nvh");
  commune.site("ca-nvh", {wifi, fibre}, "ca", power);
  commune.device("ca-gw", "ca-nvh", DeviceKind::gateway);
  commune.device("ca-ap", "ca-nvh", DeviceKind::access_point, "ca-gw");
  return commune;
}

Commune house_without_wifi() {
  Commune commune("ca-nvh");
  commune.site("ca-nvh", {fibre}).device("ca-gw", "ca-nvh", DeviceKind::gateway);
  return commune;
}

/// Both hang from the gateway of an office.
Commune two_houses() {
  Commune commune("office");
  commune.site("office", {fibre}).device("gw", "office", DeviceKind::gateway);
  for (const std::string village : {"ca", "dong"}) {
    commune.site(village + "-nvh", {wifi, fibre});
    commune.device(village + "-gw", village + "-nvh", DeviceKind::gateway, "gw");
    commune.device(village + "-ap", village + "-nvh", DeviceKind::access_point, village + "-gw");
  }
  return commune;
}

Commune house_without_fibre() {
  Commune commune("ca-nvh");
  commune.site("ca-nvh", {wifi}).device("ca-gw", "ca-nvh", DeviceKind::gateway);
  commune.device("ca-ap", "ca-nvh", DeviceKind::access_point, "ca-gw");
  return commune;
}

Milliseconds sum(const StateTimes& times) {
  return std::accumulate(times.begin(), times.end(), Milliseconds{0});
}

LedgerTime ledger_end(Play& play, const Subject& subject) {
  return play.store().intervals(subject).back().end;
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

TEST(Resume, on_shared_mains_a_power_cut_is_down_with_an_outage) {
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

TEST(Resume, totals_continue_where_they_stopped) {
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

TEST(Resume, a_stopped_process_measured_nothing) {
  Play play(house());
  play.run_until(seconds(100));
  play.stand_still(seconds(600));
  play.run(seconds(100));
  EXPECT_EQ(ledger(play),
            "unmeasured no_evidence 0-1, up 1-100, unmeasured no_evidence 100-701, up 701-800");
}

TEST(Resume, a_reload_keeps_subjects_that_stay_and_closes_removed_ones) {
  Play play(house());
  play.run_until(seconds(100));
  play.replace(house_without_wifi());
  play.run_until(seconds(200));
  EXPECT_EQ(ledger(play), "unmeasured no_evidence 0-1, up 1-100");
  EXPECT_EQ(ledger(play, kFibre), "unmeasured no_evidence 0-1, up 1-200");
  play.replace(house());
  play.run_until(seconds(300));
  EXPECT_EQ(ledger(play),
            "unmeasured no_evidence 0-1, up 1-100, unmeasured not_configured 100-200, "
            "unmeasured no_evidence 200-201, up 201-300");
}

TEST(Resume, an_outage_of_a_run_that_lies_wholly_before_the_last_entry_leaves_nothing) {
  Play play(house());
  play.run_until(seconds(100));
  play.stop();
  play.step_wall(-seconds(80));
  play.start(seconds(0));
  play.silence("ca-ap");
  play.run(seconds(30));
  EXPECT_EQ(play.state("ca-nvh", wifi), State::down);
  play.replace(house_without_wifi());
  play.run(seconds(5));
  play.replace(house());
  play.answer("ca-ap");
  play.run_until(seconds(150));
  EXPECT_EQ(ledger(play), "unmeasured no_evidence 0-1, up 1-100, up 100-150");
  EXPECT_TRUE(play.store().outages().empty());
  EXPECT_TRUE(play.picture()->ended_outages.empty());
}

TEST(Resume, an_outage_that_is_open_at_the_last_entry_is_confirmed_again_and_dated_from_there) {
  Play play(house());
  play.run_until(seconds(100));
  play.stop();
  play.step_wall(-seconds(60));
  play.start(seconds(0));
  play.silence("ca-ap");
  play.run_until(seconds(100));
  EXPECT_EQ(play.state("ca-nvh", wifi), State::unmeasured);
  play.run_until(seconds(150));
  ASSERT_EQ(play.store().outages().size(), 1U);
  EXPECT_EQ(text(play.store().outages()[0]), "ca-nvh/wifi device ca-ap 100- root");
}

TEST(Resume, a_kill_at_the_last_entry_leaves_no_outage_without_length) {
  Play play(house());
  play.run_until(seconds(100));
  play.stop();
  play.step_wall(-seconds(60));
  play.start(seconds(0));
  play.silence("ca-ap");
  play.run_until(seconds(100));
  play.kill();
  play.start(seconds(20));
  play.answer("ca-ap");
  play.run_until(seconds(150));
  EXPECT_TRUE(play.store().outages().empty()) << text(play.store().outages()[0]);
}

TEST(Resume, dating_a_run_keeps_the_cause_that_its_outages_had_longest) {
  Play play(two_houses());
  play.run_until(seconds(100));
  play.stop();
  play.step_wall(-hours(24 * 365 * 50));
  play.start(seconds(0));
  play.run(seconds(40));
  play.silence("ca-ap");
  play.run(seconds(200));
  play.silence("ca-gw");
  play.run(seconds(100));
  play.answer("ca-ap");
  play.answer("ca-gw");
  play.run(seconds(60));
  play.step_wall(hours(24 * 365 * 50));
  play.run_until(seconds(600));
  EXPECT_EQ(ledger(play),
            "unmeasured no_evidence 0-1, up 1-100, unmeasured no_evidence 100-101, up 101-141, "
            "down device ca-ap 141-441, up 441-600");
  EXPECT_EQ(text(play.store().outages().at(0)), "ca-nvh/wifi device ca-ap 141-441 root");
}

TEST(Resume, a_consequence_keeps_its_root_when_both_are_cut_to_the_last_entry) {
  Play play(two_houses());
  play.run_until(seconds(200));
  play.stop();
  // The clock of the first run was 100 s fast.
  play.step_wall(-hours(24 * 365 * 50));
  play.start(seconds(0));
  play.run(seconds(10));
  play.silence("dong-ap");
  play.run(seconds(30));
  play.silence("ca-gw");
  play.silence("ca-ap");
  play.run(seconds(30));
  play.answer("dong-ap");
  play.run(seconds(40));
  play.step_wall(hours(24 * 365 * 50) - seconds(100));
  play.run_until(seconds(250));
  const auto outages = play.store().outages();
  ASSERT_EQ(outages.size(), 2U);
  EXPECT_EQ(text(outages[0]), "ca-nvh/fibre power ca-gw 200- root");
  EXPECT_EQ(text(outages[1]), "ca-nvh/wifi power ca-gw 200-");
  EXPECT_EQ(outages[1].root_outage, outages[0].id);
}

TEST(Resume, a_clock_behind_the_last_entry_of_one_access_stands_still_until_it_reaches_it) {
  Play play(house());
  play.run_until(seconds(100));
  play.silence("ca-ap");
  play.run_until(seconds(110));
  play.replace(house_without_fibre());
  play.stop();
  EXPECT_EQ(*play.store().last_run.known_until, kMidnight + seconds(101));
  EXPECT_EQ(ledger_end(play, kFibre), kMidnight + seconds(110));
  play.step_wall(-seconds(5));
  play.start(seconds(0));
  play.answer("ca-ap");
  play.replace(house());
  play.run_until(seconds(107));
  play.flush();
  const auto picture = play.picture();
  EXPECT_EQ(picture->ledger_until, kMidnight + seconds(110));
  for (const SubjectStatus& status : picture->accesses)
    EXPECT_EQ(sum(status.totals), seconds(110)) << access_word(status.subject);
  play.run_until(seconds(150));
  EXPECT_EQ(ledger(play, kFibre), "unmeasured no_evidence 0-1, up 1-110, up 110-150");
  EXPECT_EQ(ledger(play),
            "unmeasured no_evidence 0-1, up 1-101, unmeasured agent_stopped 101-110, up 110-150");
}

TEST(Resume, the_count_of_outages_continues_when_an_access_is_configured_again) {
  Play play(house());
  play.run_until(seconds(100));
  play.silence("ca-ap");
  play.run_until(seconds(150));
  play.answer("ca-ap");
  play.run_until(seconds(200));
  play.replace(house_without_wifi());
  EXPECT_TRUE(play.picture()->ended_outages.empty());
  play.replace(house());
  const auto counts = play.picture()->ended_outages;
  ASSERT_EQ(counts.size(), 1U);
  EXPECT_EQ(counts[0].cause, Cause::device);
  EXPECT_EQ(counts[0].count, 1U);
}

}  // namespace
}  // namespace commune::coverage::test
