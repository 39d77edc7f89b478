// A round of an ICMP probe: a few echo requests, until one is answered.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "collectors/service/name_query.hpp"
#include "collectors/service/round.hpp"
#include "collectors/service/socket_watch.hpp"
#include "core/net/icmp/echo_socket.hpp"

namespace commune::service {

class EchoRound final : public Round {
 public:
  EchoRound(const Probe& probe, EventLoop& loop, Done done);

 private:
  static constexpr std::uint16_t kMostRequests = 3;

  void give_up() override;
  void look_up();
  void resolved(const Result<std::vector<Address>>& found);
  void ping(const Address& to);
  void send();
  void receive();
  void answered(std::size_t request);

  MonoTime begun_;  ///< The look-up, then the pinging.
  std::unique_ptr<NameQuery> query_;
  Address to_;
  icmp::Nonce nonce_{};
  std::uint16_t first_sequence_ = 0, requests_ = 0;
  std::array<MonoTime, kMostRequests> sent_{};
  asio::steady_timer again_;
  std::unique_ptr<icmp::EchoSocket> socket_;
  SocketWatch watch_;
  Lifetime lifetime_;
};

}  // namespace commune::service
