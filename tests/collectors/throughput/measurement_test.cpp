#include "collectors/throughput/measurement.hpp"

#include "tests/collectors/throughput/samples.hpp"
#include "tests/collectors/throughput/small_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::throughput {
namespace {

using testing::HasSubstr;

constexpr std::uint64_t kPlenty = 1'000'000'000'000;

SpeedTest down_from(const SmallServer& server) {
  SpeedTest test = speed_test();
  test.download_url = server.url();
  test.upload_url.clear();
  return test;
}

SpeedTest up_to(const SmallServer& server) {
  SpeedTest test = speed_test();
  test.download_url.clear();
  test.upload_url = server.url();
  return test;
}

Measured measure_within(const SpeedTest& test, std::uint64_t budget) {
  Conditions conditions;
  conditions.budget = budget;
  return measure(test, conditions);
}

/// Stops once so many bytes were on the wire.
Measured measure_up_to(const SpeedTest& test, std::uint64_t bytes) {
  Conditions conditions;
  conditions.budget = kPlenty;
  conditions.stop = [&](LineCount ours, bool) -> std::optional<Why> {
    if (ours.received + ours.sent < bytes) return std::nullopt;
    return Why{Ending::yielded, "enough"};
  };
  return measure(test, conditions);
}

TEST(Measurement, stops_on_request_and_reports_the_bytes_it_used) {
  const SmallServer server(Manner::endless);
  for (const SpeedTest& test : {down_from(server), up_to(server)}) {
    const Measured measured = measure_up_to(test, 10'000'000);
    EXPECT_EQ(measured.ending, Ending::yielded);
    EXPECT_EQ(measured.why, "enough");
    EXPECT_GE(measured.used, 10'000'000U);
    EXPECT_GT(measured.idle_seconds.value_or(0), 0);
  }
}

TEST(Measurement, counts_bytes_to_the_direction_that_moved_them) {
  const SmallServer server(Manner::endless);
  const Measured down = measure_up_to(down_from(server), 10'000'000);
  EXPECT_GE(down.bytes[0], 9'000'000U);
  EXPECT_EQ(down.bytes[1], 0U);
  const Measured up = measure_up_to(up_to(server), 10'000'000);
  EXPECT_EQ(up.bytes[0], 0U);
  EXPECT_GE(up.bytes[1], 9'000'000U);
}

TEST(Measurement, never_uses_more_than_its_budget) {
  const SmallServer server(Manner::endless);
  for (const std::uint64_t budget : {3'000'000U, 10'000'000U, 100'000'000U})
    for (const SpeedTest& test : {down_from(server), up_to(server)}) {
      const Measured measured = measure_within(test, budget);
      EXPECT_EQ(measured.ending, Ending::budget);
      EXPECT_LE(measured.used, budget);
      // Windows on loopback are wide: most of a small budget is kept back for them.
      if (budget > 50'000'000) {
        EXPECT_GT(measured.used, budget / 2);
      }
    }
}

TEST(Measurement, shares_its_budget_by_what_is_contracted) {
  SpeedTest test = speed_test();
  EXPECT_EQ(share_of(test, Direction::download, 1000), 500U);
  EXPECT_EQ(share_of(test, Direction::upload, 500), 500U);
  test.contracted_download = 30;
  test.contracted_upload = 10;
  EXPECT_EQ(share_of(test, Direction::download, 1000), 750U);
  test.upload_url.clear();
  EXPECT_EQ(share_of(test, Direction::download, 1000), 1000U);
}

TEST(Measurement, expects_what_is_contracted_and_some_more) {
  SpeedTest test = speed_test();
  EXPECT_FALSE(expected_bytes(test));
  test.contracted_download = test.contracted_upload = 1'250'000;
  const auto expected = expected_bytes(test);
  ASSERT_TRUE(expected);
  EXPECT_GT(*expected, 25'000'000U);
  EXPECT_LT(*expected, 40'000'000U);
}

TEST(Measurement, asks_for_piece_after_piece) {
  const SmallServer server(Manner::pieces);
  const Measured down = measure_up_to(down_from(server), 5'000'000);
  EXPECT_EQ(down.ending, Ending::yielded) << down.why;
  EXPECT_GE(server.requests(), 10);
}

TEST(Measurement, sends_piece_after_piece) {
  const SmallServer server(Manner::endless);
  SpeedTest test = up_to(server);
  test.upload_piece_bytes = 100'000;
  const Measured up = measure_up_to(test, 5'000'000);
  EXPECT_EQ(up.ending, Ending::yielded) << up.why;
  EXPECT_GE(server.requests(), 10);
}

TEST(Measurement, fails_with_the_servers_answer) {
  const SmallServer server(Manner::refusing);
  const Measured measured = measure_within(down_from(server), kPlenty);
  EXPECT_EQ(measured.ending, Ending::failed);
  EXPECT_EQ(measured.why, "the server answered 503");
}

TEST(Measurement, fails_when_the_port_is_closed) {
  SpeedTest test = speed_test();
  {
    const SmallServer gone(Manner::endless);
    test = down_from(gone);
  }
  const Measured measured = measure_within(test, kPlenty);
  EXPECT_EQ(measured.ending, Ending::failed);
  EXPECT_THAT(measured.why, HasSubstr("no connection: "));
}

TEST(Measurement, fails_when_the_server_hangs_up) {
  const SmallServer server(Manner::hangs_up);
  const Measured measured = measure_within(down_from(server), kPlenty);
  EXPECT_EQ(measured.ending, Ending::failed);
  EXPECT_NE(measured.why, "");
  EXPECT_LT(measured.used, 2'000'000U);
}

TEST(Measurement, ends_when_the_other_end_falls_silent) {
  const SmallServer server(Manner::falls_silent);
  for (const SpeedTest& test : {down_from(server), up_to(server)}) {
    const Measured measured = measure_within(test, kPlenty);
    EXPECT_EQ(measured.ending, Ending::failed);
    EXPECT_THAT(measured.why, HasSubstr("the other end fell silent"));
    EXPECT_GT(measured.used, 100'000U);
  }
}

TEST(Measurement, can_be_stopped_while_the_server_is_mute) {
  const SmallServer server(Manner::mute);
  Conditions conditions;
  conditions.budget = kPlenty;
  conditions.stop = [&](LineCount, bool) -> std::optional<Why> {
    if (server.requests() < 4) return std::nullopt;
    return Why{Ending::stopped, "stopped"};
  };
  EXPECT_EQ(measure(down_from(server), conditions).ending, Ending::stopped);
}

}  // namespace
}  // namespace commune::throughput
