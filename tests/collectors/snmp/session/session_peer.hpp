// The far end of a session: a UDP socket on loopback that hands every datagram to the test and
// sends back whatever bytes the test makes; and the SNMP messages that it may send.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "collectors/snmp/session/datagram.hpp"
#include "collectors/snmp/session/session_factory.hpp"
#include "core/runtime/event_loop.hpp"

#include <asio/ip/udp.hpp>
#include <gtest/gtest.h>

namespace commune::snmp {

using Octets = std::vector<std::uint8_t>;

/// What a message says; the defaults are those of an honest SNMPv2c device.
struct Message {
  std::int64_t request_id = 0;
  std::int32_t value = 0;  ///< Value of its only varbind, sysUpTime.0.
  std::string community = "public";
  int version = 1;  ///< As on the wire: 0 v1, 1 v2c.
  PduTag pdu = PduTag::response;
};
Octets encode(const Message& message);

/// An SNMPv3 message without authentication, from the engine of that id.
struct MessageV3 {
  std::int64_t message_id = 0;
  std::int64_t request_id = 0;
  std::string engine_id = "\x80\x01\x02\x03\x04";
  std::string context_engine_id = engine_id;
  std::string user{};
  PduTag pdu = PduTag::response;
  std::int32_t value = 0;
};
Octets encode(const MessageV3& message);

/// The request id of a plain SNMPv3 request.
std::int64_t request_id_v3(const Octets& request);

/// Belongs to the loop's thread.
class Peer {
 public:
  using OnRequest = std::function<void(const Octets&)>;

  explicit Peer(EventLoop& loop, const std::string& address = "127.0.0.1");

  asio::ip::udp::endpoint address() const { return socket_.local_endpoint(); }
  const asio::ip::udp::endpoint& asker() const { return asker_; }
  /// Without it requests are counted and not answered.
  void on_request(OnRequest handler) { on_request_ = std::move(handler); }
  void send(const Octets& datagram, const asio::ip::udp::endpoint& to);
  void reply(const Octets& datagram) { send(datagram, asker_); }
  int requests() const { return requests_; }

 private:
  void receive();

  asio::ip::udp::socket socket_;
  asio::ip::udp::endpoint asker_;
  std::array<std::uint8_t, 2048> buffer_{};
  OnRequest on_request_;
  int requests_ = 0;
};

/// A loop with sessions on it and a peer to talk to.
class Sessions : public testing::Test {
 protected:
  /// With the community "public", or with the SNMPv3 user "reader" without secrets.
  std::unique_ptr<Session> open(Version version, const asio::ip::udp::endpoint& address);
  /// Asks for sysUpTime.0 and runs the loop until the session has called back.
  Reply ask(Session& session, Milliseconds timeout = Milliseconds{5'000});
  /// Runs the loop until it holds; false when it does not within 20 seconds.
  bool run_until(const std::function<bool()>& condition);

  EventLoop loop_;
  SessionFactory factory_{loop_.context()};
  RefusedFigures refused_;
  Peer peer_{loop_};
};

/// The value that the peer put into a reply; -1 when it is none of its replies.
std::int64_t value_in(const Reply& reply);

}  // namespace commune::snmp
