// The sweep with real sockets: on the loopback of a namespace of its own, where each of 127.0.0.0/8
// answers, and towards a neighbour.
#include "collectors/icmp/sweep.hpp"

#include <algorithm>

#include "tests/collectors/icmp/network.hpp"

namespace commune::icmp {
namespace {

using namespace std::chrono_literals;

AddressRange range(const std::string& first, const std::string& last) {
  return {numeric_address(first).value(), numeric_address(last).value()};
}

struct Swept {
  std::vector<std::string> answered;
  SweepFigures figures;
  std::string send_failure;
};

Swept sweep(SweepOptions options) {
  EventLoop loop;
  Swept swept;
  bool ended = false;
  Sweep sweep(
      loop, std::move(options),
      [&](const Address& address) { swept.answered.push_back(address.to_string()); },
      [&] { ended = true; });
  EXPECT_TRUE(sweep.start());
  EXPECT_TRUE(run_until(loop, [&] { return ended; }));
  std::sort(swept.answered.begin(), swept.answered.end());
  swept.figures = sweep.figures();
  swept.send_failure = sweep.send_failure();
  return swept;
}

SweepOptions options(std::vector<AddressRange> ranges) {
  SweepOptions made;
  made.addresses = AddressRanges(std::move(ranges));
  made.per_second = 2'000;
  made.timeout = Milliseconds(200);
  return made;
}

class SweepOverSockets : public PrivateNetwork {};

TEST_F(SweepOverSockets, finds_who_answers_in_both_families_and_asks_each_once) {
  const auto swept = sweep(options({range("127.0.0.1", "127.0.0.20"), range("::1", "::1")}));
  EXPECT_EQ(swept.answered.size(), 21U);
  EXPECT_EQ(swept.answered.back(), "::1");
  EXPECT_EQ(swept.figures.sent, 21U);
  EXPECT_EQ(swept.figures.round, 1);
}

TEST_F(SweepOverSockets, asks_the_silent_again_and_nobody_else) {
  const Neighbour neighbour;
  const auto swept = sweep(options({range("10.77.0.1", "10.77.0.3")}));
  EXPECT_EQ(swept.answered, (std::vector<std::string>{"10.77.0.1", "10.77.0.2"}));
  EXPECT_EQ(swept.figures.sent, 2U + 3U);
  EXPECT_EQ(swept.figures.round, 3);
  EXPECT_EQ(swept.figures.requests_left, 0U);
}

TEST_F(SweepOverSockets, works_without_raw_sockets) {
  set_sysctl("ipv4/ping_group_range", "0 2147483647");
  const WithoutRawSockets without;
  EXPECT_EQ(sweep(options({range("127.0.0.1", "127.0.0.5")})).answered.size(), 5U);
}

TEST_F(SweepOverSockets, keeps_its_pace) {
  auto slow = options({range("127.0.0.1", "127.0.0.11")});
  slow.per_second = 20;
  const auto begun = now().mono;
  EXPECT_EQ(sweep(slow).answered.size(), 11U);
  // The first leaves with what is saved up at the start, two more in a tenth of a second each.
  EXPECT_GE(now().mono - begun, 400ms);
}

TEST_F(SweepOverSockets, says_why_nothing_can_be_sent) {
  const auto swept = sweep(options({range("10.99.0.1", "10.99.0.1")}));
  EXPECT_TRUE(swept.answered.empty());
  EXPECT_EQ(swept.figures.sent, 3U);
  EXPECT_EQ(swept.figures.refused, 3U);
  EXPECT_EQ(swept.send_failure.rfind("no route to 10.99.0.1", 0), 0U) << swept.send_failure;
}

}  // namespace
}  // namespace commune::icmp
