// Listens for SNMP notifications (RFC 3416, 4.2.6 and 4.2.7; RFC 1157, 4.1.6) and hands over those
// of polled devices. Their contents change no state: they are a reason to poll the device.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <vector>

#include "collectors/snmp/traps/notification_reader.hpp"
#include "collectors/snmp/traps/trap_log.hpp"
#include "collectors/snmp/traps/trap_options.hpp"
#include "collectors/snmp/traps/trap_senders.hpp"
#include "collectors/snmp/traps/trap_socket.hpp"
#include "core/model/sink.hpp"
#include "core/runtime/event_loop.hpp"
#include "core/runtime/lifetime.hpp"

namespace commune::snmp {

/// Belongs to the SNMP loop's thread. A datagram of a stranger costs one system call and an
/// addition; the loop gets its turn after kMostAtOnce datagrams.
class TrapListener {
 public:
  static constexpr int kMostAtOnce = 64;

  /// Called for each accepted notification; returns its kind.
  using OnNotification = std::function<TrapKind(const DeviceId&, const Notification&)>;

  /// `sessions` and `sink` outlive it. `engine` is ours, for senders of SNMPv3 informs.
  TrapListener(EventLoop& loop, SessionFactory& sessions, const LocalEngine& engine, Sink& sink,
               OnNotification on_notification);

  /// Opens a socket for each of options.listen. One that cannot be opened is logged with the
  /// remedy; the others work.
  void start(const TrapOptions& options);

  void use_community(std::string community) { community_ = std::move(community); }

  TrapSenders& senders() { return senders_; }

  /// For a reload: forgets all devices but these.
  void keep_only(const std::set<DeviceId>& devices);

 private:
  void watch(TrapSocket& socket);
  void take_waiting(TrapSocket& socket);
  tl::expected<void, TrapRefusal> handle_datagram(TrapSocket& socket,
                                                  const TrapSocket::Arrived& arrived, MonoTime now);
  void refuse(TrapRefusal refusal, const Address& from, MonoTime now);
  void publish_soon();
  void publish();

  EventLoop& loop_;
  Sink& sink_;
  OnNotification on_notification_;
  NotificationReader reader_;
  std::string community_;
  TrapSenders senders_;
  TrapLog log_;
  std::vector<std::unique_ptr<TrapSocket>> sockets_;
  std::array<std::uint64_t, kTrapRefusalCount> refused_{};
  asio::steady_timer publish_timer_;
  bool publishing_ = false;  // the timer runs
  Lifetime lifetime_;
};

}  // namespace commune::snmp
