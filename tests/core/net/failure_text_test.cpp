#include "core/net/icmp/failure_text.hpp"

#include <cerrno>

#include <gtest/gtest.h>

namespace commune::icmp {
namespace {

using namespace std::chrono_literals;

const Address kRouter = asio::ip::make_address("10.77.0.1");

TEST(FailureText, says_how_long_was_waited) {
  EXPECT_EQ(timeout_text(1s), "no reply within 1 s");
  EXPECT_EQ(timeout_text(2500ms), "no reply within 2.5 s");
  EXPECT_EQ(timeout_text(800ms), "no reply within 800 ms");
}

TEST(FailureText, names_what_a_router_said_and_which_router) {
  EXPECT_EQ(unreachable_text(Family::v4, 3, 1, kRouter), "host unreachable (from 10.77.0.1)");
  EXPECT_EQ(unreachable_text(Family::v4, 3, 0, kRouter), "network unreachable (from 10.77.0.1)");
  EXPECT_EQ(unreachable_text(Family::v4, 3, 13, kRouter),
            "forbidden by a firewall (from 10.77.0.1)");
  EXPECT_EQ(unreachable_text(Family::v4, 11, 0, kRouter),
            "too many hops on the way (from 10.77.0.1)");
  const Address v6 = asio::ip::make_address("fd00::1");
  EXPECT_EQ(unreachable_text(Family::v6, 1, 3, v6), "host unreachable (from fd00::1)");
  EXPECT_EQ(unreachable_text(Family::v6, 1, 0, v6), "network unreachable (from fd00::1)");
  EXPECT_EQ(unreachable_text(Family::v6, 3, 0, v6), "too many hops on the way (from fd00::1)");
}

TEST(FailureText, distinguishes_a_missing_route_from_a_refusal_of_this_machine) {
  EXPECT_TRUE(means_no_route(ENETUNREACH));
  EXPECT_TRUE(means_no_route(EHOSTUNREACH));
  EXPECT_FALSE(means_no_route(EPERM));
  EXPECT_FALSE(means_no_route(ENOBUFS));
  EXPECT_EQ(send_failure_text(ENETUNREACH, kRouter),
            "no route to 10.77.0.1: Network is unreachable");
  EXPECT_EQ(
      send_failure_text(EPERM, kRouter),
      "this machine forbids sending to 10.77.0.1 (firewall or route): Operation not permitted");
  EXPECT_EQ(send_failure_text(ENOBUFS, kRouter), "not sent to 10.77.0.1: the send queue is full");
  EXPECT_EQ(send_failure_text(EMSGSIZE, kRouter), "cannot send to 10.77.0.1: Message too long");
}

TEST(FailureText, says_how_to_allow_pinging) {
  EXPECT_EQ(no_socket_text(Family::v4, EACCES),
            "cannot ping over IPv4: neither raw nor ping sockets are allowed; give the program "
            "CAP_NET_RAW (setcap cap_net_raw+ep) or its group ping sockets (sysctl "
            "net.ipv4.ping_group_range=\"0 2147483647\")");
  EXPECT_EQ(no_socket_text(Family::v6, EAFNOSUPPORT),
            "cannot ping over IPv6: this machine has no IPv6");
}

}  // namespace
}  // namespace commune::icmp
