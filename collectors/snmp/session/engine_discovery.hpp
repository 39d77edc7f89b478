// Discovers the engine id of an SNMPv3 device (RFC 3414, 4) by an exchange of our own, as
// net-snmp's discovery blocks its thread until a dead device has timed out.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "collectors/snmp/session/datagram.hpp"
#include "collectors/snmp/session/session_factory.hpp"
#include "core/runtime/lifetime.hpp"

#include <asio/io_context.hpp>
#include <asio/ip/udp.hpp>
#include <asio/steady_timer.hpp>

namespace commune::snmp {

struct Engine {
  std::string id;
  std::uint32_t boots = 0;
  std::uint32_t time = 0;  ///< Seconds since the last boot.
};

/// Belongs to the loop's thread. Destroying it cancels the discovery without a call back.
class EngineDiscovery {
 public:
  /// Outcome::answered with the engine, or the reason for none.
  using OnEngine = std::function<void(Outcome, const Engine&)>;

  /// Counts datagrams that are not the answer in `refused`, which outlives the discovery.
  EngineDiscovery(asio::io_context& loop, asio::ip::udp::endpoint device, RefusedFigures& refused);

  /// Asks once. Never calls back from inside.
  void run(Milliseconds timeout, OnEngine on_engine);

 private:
  void wait(Milliseconds timeout, Outcome outcome);
  void receive();
  void on_readable();
  void handle_datagram(Bytes datagram);
  void finish(Outcome outcome, const Engine& engine);

  asio::ip::udp::endpoint device_;
  RefusedFigures& refused_;
  asio::ip::udp::socket socket_;
  asio::steady_timer timer_;
  std::int32_t message_id_ = 0;
  OnEngine on_engine_;
  Lifetime lifetime_;
};

}  // namespace commune::snmp
