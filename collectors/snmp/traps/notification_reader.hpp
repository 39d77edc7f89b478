// Reads one notification by net-snmp: decodes it, checks SNMPv3 users, answers informs and requests
// for our engine id. Has no socket: bytes in, a notification and bytes out.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "collectors/snmp/session/datagram.hpp"
#include "collectors/snmp/session/session_factory.hpp"
#include "collectors/snmp/traps/local_engine.hpp"
#include "collectors/snmp/traps/notification.hpp"
#include "collectors/snmp/traps/trap_refusal.hpp"
#include "collectors/snmp/traps/trap_senders.hpp"

struct netsnmp_transport_s;
struct snmp_pdu;
struct snmp_session;

namespace commune::snmp {

/// Without a notification and a refusal, the sender asked for our engine id or clock, and `answer`
/// holds them.
struct ReadNotification {
  std::optional<Notification> notification;
  std::optional<TrapRefusal> refusal;
  std::vector<std::uint8_t> answer;  ///< To send back to the sender; empty: nothing.
};

/// Belongs to the SNMP loop's thread, as net-snmp does. At most one at a time in a process: it is
/// the process's SNMPv3 engine. A user of v3 is in net-snmp's table only while a datagram is being
/// read (unless a session has put it there), so that strangers cannot fill it.
class NotificationReader {
 public:
  /// `sessions` outlives it.
  NotificationReader(SessionFactory& sessions, LocalEngine engine);
  ~NotificationReader();
  NotificationReader(const NotificationReader&) = delete;
  NotificationReader& operator=(const NotificationReader&) = delete;

  /// `head` is that of `datagram`; `sender` is the result of sender_of().
  ReadNotification read(Bytes datagram, const DatagramHead& head, TrapSender& sender, MonoTime now);

 private:
  class Lease;

  void feed(Bytes datagram);
  bool is_ours(const DatagramHead& head) const { return head.engine_id == engine_.id; }
  static int on_receive(netsnmp_transport_s* transport, void* buffer, int size, void** opaque,
                        int* opaque_size);
  static int on_send(netsnmp_transport_s* transport, const void* bytes, int size, void** opaque,
                     int* opaque_size);
  static int on_net_snmp(int operation, snmp_session* session, int request_id, snmp_pdu* pdu,
                         void* self);
  void handle_pdu(snmp_session& session, snmp_pdu& pdu);

  SessionFactory::Shared& shared_;
  LocalEngine engine_;
  void* handle_ = nullptr;  // net-snmp's session list entry
  Bytes datagram_;          // for net-snmp to read
  ReadNotification result_;
};

}  // namespace commune::snmp
