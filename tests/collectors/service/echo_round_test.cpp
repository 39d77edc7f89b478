// Rounds by ICMP on loopback; skipped where neither raw nor ping sockets are allowed.
#include "core/net/icmp/echo_socket.hpp"
#include "tests/collectors/service/asked.hpp"
#include "tests/collectors/service/local_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::service {
namespace {

using namespace testing;

Probe echo_probe(std::string host) {
  Probe probe;
  probe.id = "ping";
  probe.kind = Kind::icmp;
  probe.host = std::move(host);
  probe.timeout = Milliseconds(5'000);
  return probe;
}

class Ping : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!icmp::EchoSocket::open(Family::v4, 1)) GTEST_SKIP() << "no ICMP sockets are allowed here";
  }
  EventLoop loop;
};

TEST_F(Ping, of_this_machine_is_answered_by_ipv4_and_by_ipv6) {
  for (const char* host : {"127.0.0.1", "::1"}) {
    const Outcome outcome = ask(loop, echo_probe(host));
    EXPECT_EQ(text_of(outcome), "") << host;
    ASSERT_TRUE(outcome.round_trip) << host;
    EXPECT_LE(*outcome.round_trip, outcome.phases.sum()) << host;
  }
}

TEST_F(Ping, finds_its_host_by_name) {
  LocalNameServer names(loop);
  names.addresses = {{"one.test", "127.0.0.1"}};
  Probe probe = echo_probe("one.test");
  probe.resolver = NameServer{"127.0.0.1", names.port()};
  EXPECT_EQ(text_of(ask(loop, probe)), "");
  probe.host = "two.test";
  EXPECT_EQ(text_of(ask(loop, probe)), "cannot resolve two.test: no such name");
}

TEST_F(Ping, says_that_an_address_is_of_the_other_family) {
  Probe probe = echo_probe("::1");
  probe.family = FamilyChoice::ipv4;
  const Outcome outcome = ask(loop, probe);
  EXPECT_EQ(reason_of(outcome), "connect");
  EXPECT_EQ(text_of(outcome), "::1 is not an IPv4 address");
}

}  // namespace
}  // namespace commune::service
