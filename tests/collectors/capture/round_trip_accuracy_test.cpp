// Round trips of connections whose delays are known: the median is within 2 % of the truth.
#include <memory>
#include <ostream>

#include "collectors/capture/traffic_counts.hpp"
#include "core/model/time.hpp"
#include "tests/collectors/capture/packets.hpp"
#include "tests/collectors/capture/tcp_stream.hpp"

#include <gtest/gtest.h>

namespace commune::capture {
namespace {

using namespace std::chrono_literals;

const PacketTime kStart{std::chrono::seconds(1'700'000'000)};

std::unique_ptr<TrafficCounts> watch(const StreamTraits& traits) {
  Interface interface;
  interface.lan = {parse_prefix("192.168.1.0/24").value(), parse_prefix("fd00::/64").value()};
  auto counts = std::make_unique<TrafficCounts>(interface, HashKey{3, 4});
  for (const TimedPacket& packet : make_stream(traits, kStart)) {
    const FrameBytes whole = ethernet(packet.bytes);
    Frame frame = frame_of(whole, packet.time);
    frame.captured = frame.captured.first(std::min<std::size_t>(96, whole.size()));
    counts->see(frame);
  }
  return counts;
}

struct Case {
  const char* name;
  StreamTraits traits;
  std::uint64_t least_samples = 100;

  friend void PrintTo(const Case& each, std::ostream* out) { *out << each.name; }
};

class Accuracy : public testing::TestWithParam<std::tuple<bool, bool, Case>> {
 protected:
  StreamTraits traits() const {
    StreamTraits made = std::get<2>(GetParam()).traits;
    made.from_user = std::get<0>(GetParam());
    made.timestamps = std::get<1>(GetParam());
    return made;
  }
};

TEST_P(Accuracy, of_the_median_is_two_per_cent) {
  const StreamTraits given = traits();
  const auto counts = watch(given);
  const RoundTrips& trips = counts->round_trips(given.from_user ? Side::wan : Side::lan);
  const double truth = seconds(given.round_trip);
  EXPECT_GE(trips.count(), std::get<2>(GetParam()).least_samples);
  EXPECT_NEAR(trips.quantile(0.5), truth, 0.02 * truth);
  // Not only in the middle: what would be measured wrong is left out.
  EXPECT_NEAR(trips.quantile(0.05), truth, 0.02 * truth);
  EXPECT_NEAR(trips.quantile(0.95), truth, 0.02 * truth);
  // The other side is known from the handshake.
  const RoundTrips& other = counts->round_trips(given.from_user ? Side::lan : Side::wan);
  EXPECT_EQ(other.count(), 1U);
  EXPECT_NEAR(other.quantile(0.5), seconds(given.other_side), 0.02 * seconds(given.other_side));
}

std::vector<Case> cases() {
  StreamTraits plain, near, far, lossy, lossy_before, reordered, each_acked, all, v6;
  near.round_trip = 2ms;
  far.round_trip = 600ms;
  lossy.lose_every = 23;
  lossy_before.lose_before = 23;
  reordered.reorder_every = 17;
  each_acked.delayed_acks = false;
  all.lose_every = 31;
  all.lose_before = 29;
  all.reorder_every = 13;
  v6.ipv6 = true;
  return {{"delayed_acks", plain},
          {"near", near},
          {"far", far},
          {"lost_beyond", lossy},
          {"lost_before", lossy_before},
          {"reordered", reordered},
          {"each_acked", each_acked},
          {"all_of_it", all},
          {"ipv6", v6}};
}

std::string name_of(const testing::TestParamInfo<std::tuple<bool, bool, Case>>& chosen) {
  const auto& [from_user, timestamps, each] = chosen.param;
  return std::string(each.name) + (from_user ? "_wan" : "_lan") +
         (timestamps ? "_timestamps" : "_sequence");
}

INSTANTIATE_TEST_SUITE_P(Streams, Accuracy,
                         testing::Combine(testing::Bool(), testing::Bool(),
                                          testing::ValuesIn(cases())),
                         name_of);

TEST(Retransmissions, are_those_that_passed_here_before) {
  for (const bool timestamps : {false, true}) {
    StreamTraits traits;
    traits.timestamps = timestamps;
    traits.lose_every = 25;
    const auto counts = watch(traits);
    const auto& lan = counts->totals(kStart).of(Side::lan);
    EXPECT_EQ(lan.segments, 2'080U);
    EXPECT_EQ(lan.retransmissions, 80U);
    EXPECT_EQ(counts->totals(kStart).of(Side::wan).segments, 0U);
  }
}

TEST(Retransmissions, are_not_what_was_lost_or_reordered_before_here) {
  StreamTraits traits;
  traits.lose_before = 25;
  traits.reorder_every = 10;
  const auto counts = watch(traits);
  const auto& lan = counts->totals(kStart).of(Side::lan);
  EXPECT_EQ(lan.segments, 2'000U);
  EXPECT_EQ(lan.retransmissions, 0U);
}

// The echo says which of two was answered, so a repair gives a sample; without it, it gives none.
TEST(Retransmissions, give_a_round_trip_by_timestamps_alone) {
  StreamTraits traits;
  traits.segments = 700;
  traits.lose_every = 7;
  traits.delayed_acks = false;
  const auto without = watch(traits)->round_trips(Side::lan).count();
  traits.timestamps = true;
  const auto with = watch(traits)->round_trips(Side::lan).count();
  EXPECT_GE(with, without + 90);
}

}  // namespace
}  // namespace commune::capture
