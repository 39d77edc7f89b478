#include "tests/simulator/scenario/timeline.hpp"

#include "tests/simulator/scenario/topology.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::simulator {
namespace {

using std::chrono::hours;
using std::chrono::seconds;
using testing::ElementsAre;

Fault fault_at(int at, std::optional<int> until = {}, std::optional<int> repeat = {}) {
  Fault fault;
  fault.at = seconds(at);
  if (until) fault.until = seconds(*until);
  if (repeat) fault.repeat = seconds(*repeat);
  return fault;
}

std::vector<FaultEvent> events(const std::vector<Fault>& faults, int until) {
  Timeline timeline(faults);
  std::vector<FaultEvent> all;
  while (const auto event = timeline.take_due(seconds(until)))
    all.push_back(*event);
  return all;
}

TEST(Timeline, makes_a_fault_come_and_go_once) {
  const std::vector<Fault> faults = {fault_at(60, 120)};
  Timeline timeline(faults);
  EXPECT_EQ(timeline.next_due(), seconds(60));
  EXPECT_FALSE(timeline.take_due(seconds(59)));
  EXPECT_EQ(timeline.take_due(seconds(60)), (FaultEvent{seconds(60), 0, true}));
  EXPECT_FALSE(timeline.take_due(seconds(119)));
  EXPECT_EQ(timeline.take_due(seconds(500)), (FaultEvent{seconds(120), 0, false}));
  EXPECT_FALSE(timeline.next_due());
}

TEST(Timeline, orders_several_faults_and_ends_before_it_begins) {
  EXPECT_THAT(events({fault_at(20, 30), fault_at(10, 20), fault_at(5)}, 100),
              ElementsAre(FaultEvent{seconds(5), 2, true}, FaultEvent{seconds(10), 1, true},
                          FaultEvent{seconds(20), 1, false}, FaultEvent{seconds(20), 0, true},
                          FaultEvent{seconds(30), 0, false}));
}

TEST(Timeline, repeats_a_fault_without_drifting) {
  EXPECT_THAT(events({fault_at(10, 15, 60)}, 135),
              ElementsAre(FaultEvent{seconds(10), 0, true}, FaultEvent{seconds(15), 0, false},
                          FaultEvent{seconds(70), 0, true}, FaultEvent{seconds(75), 0, false},
                          FaultEvent{seconds(130), 0, true}, FaultEvent{seconds(135), 0, false}));
}

// world - root(0) - olt(1) - gateway(2) - ap(3); olt(1) - office(4) - pc(5)
class Reaching : public testing::Test {
 protected:
  std::vector<std::optional<std::size_t>> upstreams_{std::nullopt, 0, 1, 2, 1, 4};
  std::vector<Topology::State> states_{6};

  std::vector<std::size_t> silent(std::optional<std::size_t> vantage) const {
    const Topology topology(upstreams_, vantage);
    std::vector<std::size_t> devices;
    for (std::size_t i = 0; i < upstreams_.size(); ++i)
      if (!topology.reaches(i, states_)) devices.push_back(i);
    return devices;
  }
};

TEST_F(Reaching, reaches_every_device_without_faults) {
  EXPECT_THAT(silent({}), ElementsAre());
  EXPECT_THAT(silent(5), ElementsAre());
}

TEST_F(Reaching, ends_at_a_dead_device_for_all_devices_behind_it) {
  states_[2].dead = true;
  EXPECT_THAT(silent({}), ElementsAre(2, 3));
  EXPECT_THAT(silent(5), ElementsAre(2, 3));
  EXPECT_THAT(silent(3), ElementsAre(0, 1, 2, 4, 5));
}

TEST_F(Reaching, ends_at_a_cut_fibre_on_whichever_side_the_vantage_is_not) {
  states_[4].cut = true;
  EXPECT_THAT(silent({}), ElementsAre(4, 5));
  EXPECT_THAT(silent(5), ElementsAre(0, 1, 2, 3));
}

TEST_F(Reaching, needs_the_device_at_which_the_way_turns) {
  states_[1].dead = true;
  EXPECT_THAT(silent(5), ElementsAre(0, 1, 2, 3));
  states_[1] = {false, true};
  EXPECT_THAT(silent(5), ElementsAre(0));
}

TEST(Topology, finds_a_device_that_is_its_own_upstream) {
  EXPECT_FALSE(find_loop({std::nullopt, 0, 1}));
  EXPECT_TRUE(find_loop({1, 2, 1}));
}

}  // namespace
}  // namespace commune::simulator
