// What holds for any sequence of evidence, clock steps, restarts, kills and reloads: states
// partition the wall time to the millisecond, outages never overlap, children have their parents'
// root, and the same input gives the same ledger. Sequences are random from fixed seeds.
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "tests/agent/coverage/play.hpp"

#include <gtest/gtest.h>

namespace commune::coverage::test {
namespace {

using std::chrono::seconds;
using enum Access;

Commune commune(bool with_school) {
  Commune made("office");
  made.site("office", {fibre, wifi}, "kep").device("gw", "office", DeviceKind::gateway);
  made.device("office-ap", "office", DeviceKind::access_point, "gw");
  made.site("mast", {mobile}, "kep").device("mast-4g", "mast", DeviceKind::cellular_gateway, "gw");
  for (const std::string village : {"ca", "dong"}) {
    made.site(village + "-nvh", {fibre, wifi, loudspeaker});
    made.device(village + "-gw", village + "-nvh", DeviceKind::gateway, "gw");
    made.device(village + "-ap", village + "-nvh", DeviceKind::access_point, village + "-gw");
    made.device(village + "-loud", village + "-nvh", DeviceKind::loudspeaker, village + "-gw");
    made.fibre(village + "-nvh", "gw", village, village + "-gw");
  }
  // The second village hangs from the first one.
  if (with_school) {
    made.site("ca-school", {wifi}, "ca")
        .device("school-ap", "ca-school", DeviceKind::access_point, "ca-gw");
  }
  return made;
}

/// One random day in the life of an agent, in some thousand steps of a few seconds.
class Life {
 public:
  explicit Life(unsigned seed) : random_(seed), play_(commune(true)) {}

  Play& run(int steps) {
    for (int i = 0; i < steps; ++i) {
      something_happens();
      play_.run(seconds(pick(1, 40)));
    }
    // A clock that was set back is believed at last when it has passed the last heartbeat.
    while (!play_.picture()->ledger_until)
      play_.run(seconds(60));
    play_.flush();
    return play_;
  }

 private:
  int pick(int least, int most) { return std::uniform_int_distribution(least, most)(random_); }

  void something_happens() {
    const auto& devices = play_.commune().inventory().devices;
    const std::string device =
        devices[static_cast<std::size_t>(pick(0, static_cast<int>(devices.size()) - 1))].id.value;
    switch (pick(0, 19)) {
      case 0:
        return play_.step_wall(Milliseconds(pick(-7'200'000, 7'200'000)));
      case 1:
        return play_.step_wall(Milliseconds(pick(-900, 900)));
      case 2:
        play_.kill();
        return play_.start(seconds(pick(0, 600)));
      case 3:
        play_.kill();
        return play_.start(seconds(pick(0, 600)), "boot-" + std::to_string(pick(0, 99)));
      case 4:
        play_.stop();
        return play_.start(seconds(pick(0, 600)));
      case 5:
        return play_.stand_still(seconds(pick(1, 300)));
      case 6:
        return play_.replace(commune(pick(0, 1) == 1));
      case 7:
        return play_.report("mast-4g", "cellular.rsrp", pick(-130, -80));
      case 8:
        return play_.report("ca-ap", "wifi.radio_up", pick(0, 1), {{LabelName::radio, "ra0"}});
      case 9:
        return play_.report("gw", "interface.up", pick(0, 1), {{LabelName::interface, "ca"}});
      case 10:
        return announce();
      case 11:
        return play_.carrier(pick(0, 3) > 0);
      default:
        return pick(0, 2) == 0 ? play_.silence(device) : play_.answer(device);
    }
  }

  void announce() {
    Maintenance work;
    work.villages = {{"ca"}};
    work.start = play_.wall() + Milliseconds(pick(-5'000, 60'000));
    work.end = work.start + Milliseconds(pick(1, 300'000));
    play_.engine().announce(work);
  }

  std::mt19937 random_;
  Play play_;
};

void expect_partition(const std::vector<Interval>& intervals) {
  for (std::size_t i = 1; i < intervals.size(); ++i) {
    ASSERT_EQ(intervals[i].start, intervals[i - 1].end)
        << access_word(intervals[i].subject) << " " << intervals[i].subject.site.value << " "
        << text(intervals);
    ASSERT_FALSE(intervals[i - 1].open);
  }
}

std::string list(const std::vector<Outage>& outages) {
  std::string made;
  for (const Outage& outage : outages)
    made += text(outage) + ", ";
  return made;
}

/// To the millisecond, and totals are the sum of it.
void expect_partition(Play& play) {
  for (const Subject& subject : play.store().subjects())
    expect_partition(play.store().intervals(subject));
  const auto picture = play.picture();
  for (const auto* statuses : {&picture->accesses, &picture->villages})
    for (const SubjectStatus& status : *statuses) {
      const auto intervals = play.store().intervals(status.subject);
      Milliseconds sum{0};
      for (const Milliseconds time : status.totals)
        sum += time;
      EXPECT_EQ(sum, *picture->ledger_until - intervals.front().start)
          << status.subject.site.value << "/" << access_word(status.subject);
    }
  // The ledger runs behind the wall clock by the debounce at most, unless that was set back.
  EXPECT_LE(play.wall() - *picture->ledger_until, seconds(20));
}

std::map<Subject, std::vector<Interval>> down_intervals(const Store& store) {
  std::map<Subject, std::vector<Interval>> down;
  for (const Subject& subject : store.subjects())
    if (!subject.is_village())
      for (const Interval& interval : store.intervals(subject))
        if (interval.state == State::down) down[subject].push_back(interval);
  return down;
}

std::map<Subject, std::vector<Outage>> outages_by_subject(const Store& store) {
  std::map<Subject, std::vector<Outage>> outages;
  for (const Outage& outage : store.outages())
    outages[outage.subject].push_back(outage);
  return outages;
}

void expect_same(const Outage& outage, const Interval& down) {
  const std::string both = text(outage) + " is not " + text({down});
  EXPECT_EQ(outage.start, down.start) << both;
  EXPECT_EQ(outage.cause, down.cause) << both;
  EXPECT_EQ(outage.root_device, down.root_device) << both;
  EXPECT_EQ(outage.end, down.open ? std::nullopt : std::optional(down.end)) << both;
}

void expect_outages_are_down_intervals(const Store& store) {
  auto down = down_intervals(store);
  for (const auto& [subject, own] : outages_by_subject(store)) {
    const auto& intervals = down[subject];
    ASSERT_EQ(own.size(), intervals.size()) << text(store.intervals(subject)) << "\n" << list(own);
    for (std::size_t i = 0; i < own.size(); ++i)
      expect_same(own[i], intervals[i]);
    down.erase(subject);
  }
  EXPECT_TRUE(down.empty()) << text(down.begin()->second);
}

void expect_no_overlap(const Store& store) {
  for (const auto& [subject, own] : outages_by_subject(store))
    for (std::size_t i = 0; i < own.size(); ++i) {
      EXPECT_LT(own[i].start, own[i].end.value_or(LedgerTime::max())) << text(own[i]);
      if (i > 0) {
        ASSERT_TRUE(own[i - 1].end) << list(own);
        EXPECT_LE(*own[i - 1].end, own[i].start) << list(own);
      }
    }
}

void expect_roots_are_there(const Store& store) {
  std::map<std::string, Outage> by_id;
  for (const Outage& outage : store.outages())
    by_id[outage.id] = outage;
  for (const auto& [id, outage] : by_id) {
    const auto root = by_id.find(outage.root_outage);
    ASSERT_NE(root, by_id.end()) << text(outage) << " by " << outage.root_outage;
    EXPECT_TRUE(root->second.is_root()) << text(outage) << " by " << text(root->second);
    EXPECT_EQ(outage.root_device, root->second.root_device)
        << text(outage) << " by " << text(root->second);
  }
}

void expect_counts(Play& play) {
  std::map<Subject, std::map<Cause, std::uint64_t>> ended, shown;
  const auto picture = play.picture();
  for (const SubjectStatus& status : picture->accesses)
    for (const Outage& outage : play.store().outages())
      if (outage.subject == status.subject && outage.end) ++ended[outage.subject][outage.cause];
  for (const OutageCount& one : picture->ended_outages)
    shown[one.subject][one.cause] = one.count;
  EXPECT_EQ(shown, ended);
}

class CoverageProperty : public testing::TestWithParam<unsigned> {};

/// One test, since each of these looks at a whole life, which takes its time.
TEST_P(CoverageProperty, every_millisecond_is_in_one_state_and_every_down_is_one_outage) {
  Life life(GetParam());
  Play& play = life.run(400);
  expect_partition(play);
  expect_outages_are_down_intervals(play.store());
  expect_no_overlap(play.store());
  expect_roots_are_there(play.store());
  expect_counts(play);
}

TEST_P(CoverageProperty, the_same_input_gives_the_same_ledger) {
  Life one(GetParam()), other(GetParam());
  Play& first = one.run(75);
  Play& second = other.run(75);
  ASSERT_EQ(first.store().subjects(), second.store().subjects());
  for (const Subject& subject : first.store().subjects())
    EXPECT_EQ(first.store().intervals(subject), second.store().intervals(subject));
  EXPECT_EQ(first.store().outages(), second.store().outages());
}

/// Only ever whole branches fall silent, so whatever is down behind a silent gateway is down by it.
TEST_P(CoverageProperty, an_outage_inside_its_parents_has_the_parents_root) {
  std::mt19937 random(GetParam());
  Play play(commune(true));
  play.run(seconds(60));
  const std::vector<std::string> branch = {"ca-gw", "ca-ap", "ca-loud", "school-ap"};
  for (int i = 0; i < 20; ++i) {
    for (const std::string& device : branch)
      play.silence(device);
    play.run(seconds(std::uniform_int_distribution(1, 200)(random)));
    for (const std::string& device : branch)
      play.answer(device);
    play.run(seconds(std::uniform_int_distribution(20, 100)(random)));
  }
  play.flush();
  std::vector<Outage> parents, children;
  for (const Outage& outage : play.store().outages())
    (outage.subject.access == fibre ? parents : children).push_back(outage);
  int inside = 0;
  for (const Outage& child : children)
    for (const Outage& parent : parents) {
      if (child.start < parent.start || child.end > parent.end) continue;
      ++inside;
      EXPECT_EQ(child.root_device, parent.root_device);
      EXPECT_EQ(child.root_outage, parent.id) << text(child) << " in " << text(parent);
    }
  EXPECT_GT(inside, 10);
}

INSTANTIATE_TEST_SUITE_P(Seeds, CoverageProperty, testing::Range(1U, 101U));

}  // namespace
}  // namespace commune::coverage::test
