// A session over net-snmp's single-session API. Seen by session_factory.cpp and
// notification_reader.cpp alone.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "collectors/snmp/session/credentials.hpp"
#include "collectors/snmp/session/engine_discovery.hpp"
#include "collectors/snmp/session/engine_registry.hpp"
#include "collectors/snmp/session/session.hpp"
#include "collectors/snmp/session/session_factory.hpp"
#include "collectors/snmp/session/user_security.hpp"
#include "core/runtime/lifetime.hpp"

#include <asio/io_context.hpp>
#include <asio/ip/udp.hpp>
#include <asio/posix/stream_descriptor.hpp>
#include <asio/steady_timer.hpp>

struct snmp_pdu;
struct snmp_session;

namespace commune::snmp {

/// Shared by the sessions of one loop.
struct SessionFactory::Shared {
  explicit Shared(asio::io_context& context) : loop(context) {}

  asio::io_context& loop;
  EngineRegistry engines;
  KeyCache keys;
  UserTable users;
};

/// Keeps net-snmp from everything that blocks: the loop connects and watches its socket, its
/// retries are off, and SNMPv3 engines are discovered before it sends. Datagrams are checked before
/// net-snmp reads them.
class NetSnmpSession final : public Session {
 public:
  NetSnmpSession(SessionFactory::Shared& shared, DeviceId device, asio::ip::udp::endpoint address,
                 Credentials credentials, RefusedFigures& refused);
  ~NetSnmpSession() override;

  void send(const Request& request, Milliseconds timeout, OnReply on_reply) override;
  bool has_bulk() const override { return credentials_.version != Version::v1; }
  void reset() override { close(); }

 private:
  void discover(const Request& request);
  std::string open();
  std::string connect_socket();
  void close();
  void transmit(const Request& request);
  void watch_socket();
  void on_readable();
  /// False: it was counted or ended the request, and is to be dropped.
  bool is_for_net_snmp(std::span<const std::uint8_t> datagram);
  void let_net_snmp_read();
  /// Why net-snmp must not read the waiting datagram; empty when it may.
  std::string objection(const std::optional<DatagramHead>& head) const;
  /// Another device with this one's engine id and another clock.
  std::optional<DeviceId> engine_twin(const Engine& engine) const;
  void on_timer();
  void arm(Milliseconds delay);
  void fail_later(Outcome outcome, std::string failure);
  void deliver(Reply reply);
  static int on_net_snmp(int operation, snmp_session* session, int request_id, snmp_pdu* pdu,
                         void* self);
  Reply reply_of(const snmp_pdu& pdu);
  std::string silence() const;

  SessionFactory::Shared& shared_;
  DeviceId device_;
  asio::ip::udp::endpoint address_;
  Credentials credentials_;
  RefusedFigures& refused_;

  void* handle_ = nullptr;                 // net-snmp's session list entry
  asio::posix::stream_descriptor socket_;  // net-snmp's descriptor, borrowed
  asio::steady_timer timer_;
  EngineDiscovery discovery_;
  std::string engine_id_;
  bool answered_ = false;  // a response came since the session was opened

  Milliseconds timeout_{0};
  OnReply on_reply_;  // set while a request waits
  long request_id_ = 0;
  std::optional<Reply> arrived_;  // by net-snmp's callback, delivered once net-snmp has returned
  Lifetime lifetime_;
};

}  // namespace commune::snmp
