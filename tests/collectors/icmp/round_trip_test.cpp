#include "collectors/icmp/round_trip.hpp"

#include <gtest/gtest.h>

namespace commune::icmp {
namespace {

using namespace std::chrono_literals;

const Moment kSent{WallTime(1'700'000'000s), MonoTime(1000s)};

TEST(RoundTrip, is_measured_by_the_kernels_receive_time) {
  EXPECT_EQ(round_trip(kSent, {kSent.wall + 1234us, kSent.mono, kSent.mono + 50ms}), 1234us);
}

TEST(RoundTrip, without_a_kernel_time_is_up_to_the_moment_of_reading) {
  EXPECT_EQ(round_trip(kSent, {{}, kSent.mono, kSent.mono + 50ms}), 50ms);
}

TEST(RoundTrip, does_not_follow_a_wall_clock_that_was_stepped) {
  const MonoTime read = kSent.mono + 50ms;
  EXPECT_EQ(round_trip(kSent, {kSent.wall + 1h, kSent.mono, read}), 50ms);
  EXPECT_EQ(round_trip(kSent, {kSent.wall - 1h, kSent.mono, read}), 50ms);
  // 3 ms can't be: the socket was still empty after 30 ms.
  EXPECT_EQ(round_trip(kSent, {kSent.wall + 3ms, kSent.mono + 30ms, read}), 50ms);
}

TEST(RoundTrip, is_never_negative) {
  // Within the slack between the clocks.
  EXPECT_EQ(round_trip(kSent, {kSent.wall - 10us, kSent.mono - 1s, kSent.mono + 50ms}), 0ns);
}

TEST(RoundTrips, counts_each_in_the_bucket_that_ends_at_or_above_it) {
  RoundTrips counted;
  counted.add(100us);
  counted.add(100us + 1ns);
  counted.add(900us);
  counted.add(1ms);
  counted.add(10s);
  counted.add(11s);
  const HistogramReading reading = counted.reading(QuantityIndex{3});
  EXPECT_EQ(reading.counts,
            (std::vector<std::uint64_t>{1, 1, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1}));
  EXPECT_DOUBLE_EQ(reading.sum, 21.002100001);
  EXPECT_EQ(reading.quantity, QuantityIndex{3});
  ASSERT_EQ(reading.bounds->size(), 16u);
  EXPECT_EQ(reading.bounds->front(), 0.0001);
  EXPECT_EQ(reading.bounds->back(), 10.0);
}

TEST(RoundTrips, share_their_bounds) {
  EXPECT_EQ(RoundTrips().reading(QuantityIndex{}).bounds,
            RoundTrips().reading(QuantityIndex{}).bounds);
}

}  // namespace
}  // namespace commune::icmp
