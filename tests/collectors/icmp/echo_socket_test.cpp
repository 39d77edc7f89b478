#include "core/net/icmp/echo_socket.hpp"

#include <cerrno>

#include "tests/collectors/icmp/network.hpp"

#include <fmt/format.h>

namespace commune::icmp {
namespace {

using namespace std::chrono_literals;

constexpr std::uint16_t kId = 0x4711;
constexpr Nonce kNonce = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};

class EchoSockets : public PrivateNetwork {};

std::vector<Outgoing> requests(const std::vector<std::string>& addresses) {
  std::vector<Outgoing> made;
  made.reserve(addresses.size());
  for (const auto& address : addresses)
    made.push_back(
        {*numeric_address(address), static_cast<std::uint16_t>(made.size()), kNonce, 56, {}, 0});
  return made;
}

// On the loopback the reply is there as soon as the request has been sent.
void expect_echo(EchoSocket& socket, const std::string& address) {
  auto sent = requests({address});
  socket.send(sent);
  EXPECT_EQ(sent[0].error, 0);
  std::vector<Incoming> received;
  socket.receive(received);
  ASSERT_EQ(received.size(), 1u);
  const auto* reply = std::get_if<EchoReply>(&received[0].message);
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->echo, (Echo{socket.id(), 0, kNonce}));
  EXPECT_EQ(received[0].from.to_string(), address);
  ASSERT_TRUE(received[0].kernel);
  EXPECT_GE(*received[0].kernel - sent[0].sent.wall, 0s);
  EXPECT_LT(*received[0].kernel - sent[0].sent.wall, 100ms);
}

TEST_F(EchoSockets, are_raw_where_that_is_allowed) {
  const auto v4 = EchoSocket::open(Family::v4, kId);
  ASSERT_TRUE(v4);
  EXPECT_EQ((*v4)->method(), Method::raw);
  EXPECT_EQ((*v4)->id(), kId);
  expect_echo(**v4, "127.0.0.1");
  const auto v6 = EchoSocket::open(Family::v6, kId);
  ASSERT_TRUE(v6);
  EXPECT_EQ((*v6)->method(), Method::raw);
  expect_echo(**v6, "::1");
}

TEST_F(EchoSockets, are_ping_sockets_where_raw_ones_are_not_allowed) {
  set_sysctl("ipv4/ping_group_range", "0 2147483647");
  const WithoutRawSockets without;
  const auto v4 = EchoSocket::open(Family::v4, kId);
  ASSERT_TRUE(v4);
  EXPECT_EQ((*v4)->method(), Method::ping);
  EXPECT_NE((*v4)->id(), 0);
  expect_echo(**v4, "127.0.0.1");
  const auto v6 = EchoSocket::open(Family::v6, kId);
  ASSERT_TRUE(v6);
  EXPECT_EQ((*v6)->method(), Method::ping);
  expect_echo(**v6, "::1");
}

TEST_F(EchoSockets, are_refused_where_neither_is_allowed) {
  set_sysctl("ipv4/ping_group_range", "1 0");
  const WithoutRawSockets without;
  EXPECT_EQ(EchoSocket::open(Family::v4, kId).error(), EACCES);
  EXPECT_EQ(EchoSocket::open(Family::v6, kId).error(), EACCES);
}

TEST_F(EchoSockets, send_and_receive_in_batches_larger_than_their_buffers) {
  const auto socket = EchoSocket::open(Family::v4, kId);
  ASSERT_TRUE(socket);
  std::vector<std::string> addresses;
  addresses.reserve(200);
  for (int i = 0; i < 200; ++i)
    addresses.push_back(fmt::format("127.1.0.{}", i + 1));
  auto sent = requests(addresses);
  (*socket)->send(sent);
  std::vector<Incoming> received;
  (*socket)->receive(received);
  ASSERT_EQ(received.size(), 200u);
  for (std::size_t i = 0; i < received.size(); ++i) {
    EXPECT_EQ(received[i].from.to_string(), addresses[i]);
    EXPECT_EQ(std::get<EchoReply>(received[i].message).echo.sequence, i);
  }
}

TEST_F(EchoSockets, note_which_request_the_kernel_would_not_send_and_send_the_others) {
  run("ip addr add 10.0.0.1/24 dev lo; ip route add unreachable 10.9.0.0/16;"
      " ip route add prohibit 10.8.0.0/16");
  const auto socket = EchoSocket::open(Family::v4, kId);
  ASSERT_TRUE(socket);
  auto sent = requests({"127.0.0.1", "10.9.0.1", "10.8.0.1", "192.0.2.1", "127.0.0.2"});
  (*socket)->send(sent);
  EXPECT_EQ(sent[0].error, 0);
  EXPECT_EQ(sent[1].error, EHOSTUNREACH);
  EXPECT_EQ(sent[2].error, EACCES);
  EXPECT_EQ(sent[3].error, ENETUNREACH);
  EXPECT_EQ(sent[4].error, 0);
  std::vector<Incoming> received;
  (*socket)->receive(received);
  EXPECT_EQ(received.size(), 2u);
}

TEST_F(EchoSockets, are_spared_the_replies_to_other_programs) {
  for (const auto& [family, address] :
       {std::pair{Family::v4, "127.0.0.1"}, std::pair{Family::v6, "::1"}}) {
    const auto ours = EchoSocket::open(family, kId);
    const auto other = EchoSocket::open(family, kId + 1);
    ASSERT_TRUE(ours && other);
    auto sent = requests({address});
    (*other)->send(sent);
    std::vector<Incoming> received;
    (*ours)->receive(received);
    EXPECT_TRUE(received.empty());
    (*other)->receive(received);
    EXPECT_EQ(received.size(), 1u);
  }
}

TEST_F(EchoSockets, send_large_payloads_and_cut_what_comes_back) {
  const auto socket = EchoSocket::open(Family::v4, kId);
  ASSERT_TRUE(socket);
  auto sent = requests({"127.0.0.1"});
  sent[0].payload_bytes = 9000;
  (*socket)->send(sent);
  std::vector<Incoming> received;
  (*socket)->receive(received);
  ASSERT_EQ(received.size(), 1u);
  EXPECT_EQ(std::get<EchoReply>(received[0].message).echo, (Echo{kId, 0, kNonce}));
}

}  // namespace
}  // namespace commune::icmp
