#include "tests/simulator/net/wire.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::simulator {
namespace {

using std::chrono::milliseconds;

const Wire::Time kStart{std::chrono::hours(1)};

std::vector<std::string> received(Wire& wire, Wire::Time now) {
  std::vector<std::string> packets;
  while (auto packet = wire.receive(now))
    packets.push_back(*std::move(packet));
  return packets;
}

TEST(Wire, a_packet_arrives_after_the_delay_and_not_before) {
  WireOptions options;
  options.delay = milliseconds(8);
  Wire wire(options, 1);
  wire.send("a", kStart);
  EXPECT_THAT(received(wire, kStart + milliseconds(7)), testing::IsEmpty());
  EXPECT_EQ(wire.next(), kStart + milliseconds(8));
  EXPECT_THAT(received(wire, kStart + milliseconds(8)), testing::ElementsAre("a"));
  EXPECT_EQ(wire.next(), std::nullopt);
}

TEST(Wire, packets_queue_at_its_rate_and_are_dropped_when_the_queue_is_too_long) {
  WireOptions options;
  options.bytes_per_second = 100'000;
  options.longest_queue = milliseconds(20);
  Wire wire(options, 1);
  for (int i = 0; i < 5; ++i)
    wire.send(std::string(1000, static_cast<char>('a' + i)), kStart);
  EXPECT_EQ(received(wire, kStart + milliseconds(10)).size(), 1U);
  EXPECT_EQ(received(wire, kStart + milliseconds(20)).size(), 1U);
  EXPECT_EQ(received(wire, kStart + milliseconds(100)).size(), 1U) << "the others were dropped";
}

TEST(Wire, jitter_keeps_the_order_and_loss_is_as_configured) {
  WireOptions options;
  options.delay = milliseconds(10);
  options.jitter = milliseconds(10);
  options.loss = 0.25;
  Wire wire(options, 7);
  for (int i = 0; i < 1000; ++i)
    wire.send(std::string(1, static_cast<char>(i % 128)), kStart + milliseconds(i));
  std::size_t count = 0;
  Wire::Time last{};
  while (const auto next = wire.next()) {
    EXPECT_GE(*next, last);
    last = *next;
    count += received(wire, *next).size();
  }
  EXPECT_NEAR(static_cast<double>(count), 750, 40);
}

}  // namespace
}  // namespace commune::simulator
