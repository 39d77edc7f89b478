#include "collectors/snmp/traps/notification_reader.hpp"

#include <algorithm>
#include <cstring>
#include <exception>
#include <string>
#include <utility>

#include <net-snmp/net-snmp-config.h>

#include "collectors/snmp/session/conversion.hpp"
#include "collectors/snmp/session/net_snmp_session.hpp"
#include "core/runtime/log.hpp"

#include <net-snmp/net-snmp-includes.h>
#include <net-snmp/library/large_fd_set.h>
#include <net-snmp/library/lcd_time.h>

namespace commune::snmp {
namespace {

// Never read or written: net-snmp only checks whether it is in the set of readable descriptors.
constexpr int kNoSocket = 0;
constexpr int kWireV3 = 3;
// No user has this name. It keeps our own engine's clock, which net-snmp drops with an engine's
// last user. (The empty name is net-snmp's own user for engine discovery.)
const std::string kClockHolder = "\x01";

// net-snmp's counters of errors (RFC 3414, 5), which is the only way that it reports them.
struct Mistakes {
  u_int user = snmp_get_statistic(STAT_USMSTATSUNKNOWNUSERNAMES) +
               snmp_get_statistic(STAT_USMSTATSUNSUPPORTEDSECLEVELS);
  u_int secret = snmp_get_statistic(STAT_USMSTATSWRONGDIGESTS) +
                 snmp_get_statistic(STAT_USMSTATSDECRYPTIONERRORS);
  u_int time = snmp_get_statistic(STAT_USMSTATSNOTINTIMEWINDOWS);
  u_int engine = snmp_get_statistic(STAT_USMSTATSUNKNOWNENGINEIDS);
  u_int syntax = snmp_get_statistic(STAT_SNMPINASNPARSEERRS);
};

// Why a datagram was refused while net-snmp's counters went from `before` to `after`.
TrapRefusal refusal_between(const Mistakes& before, const Mistakes& after, const DatagramHead& head,
                            bool senders_engine) {
  if (after.user != before.user) return TrapRefusal::user;
  if (after.secret != before.secret) return TrapRefusal::authentication;
  if (after.time != before.time) return TrapRefusal::not_in_time_window;
  // Deciphering with another key yields garbage.
  if (after.syntax != before.syntax)
    return (head.flags & kPrivFlag) != 0 ? TrapRefusal::authentication : TrapRefusal::malformed;
  // Outside the window of a session's clock: the one error that it does not count.
  return senders_engine ? TrapRefusal::not_in_time_window : TrapRefusal::malformed;
}

void become(const LocalEngine& engine) {
  const auto* id = reinterpret_cast<const u_char*>(engine.id.data());
  set_exact_engineID(id, engine.id.size());
  // net-snmp's handler for a line of its configuration file: it adds the new boot.
  std::string before = std::to_string(engine.boots - 1);
  engineBoots_conf("engineBoots", before.data());
  set_enginetime(id, static_cast<u_int>(engine.id.size()), engine.boots,
                 static_cast<u_int>(snmpv3_local_snmpEngineTime()), TRUE);
}

// Empty when the PDU is neither a trap nor an inform, or has no trap OID.
std::optional<Notification> notification_of(const snmp_pdu& pdu) {
  if (pdu.command == SNMP_MSG_TRAP)
    return notification_of_v1(enterprise_of(pdu), pdu.trap_type, pdu.specific_type,
                              varbinds_of(pdu));
  if (pdu.command != SNMP_MSG_TRAP2 && pdu.command != SNMP_MSG_INFORM) return std::nullopt;
  return notification_of_v2(varbinds_of(pdu));
}

}  // namespace

/// A user in net-snmp's table for the time of one datagram.
class NotificationReader::Lease {
 public:
  Lease(SessionFactory::Shared& shared, const std::string& engine_id,
        const Credentials& credentials)
      : shared_(shared), engine_id_(engine_id), user_(credentials.user) {
    if (!shared_.users.has(engine_id_, user_))
      if (const auto failure = create_user(credentials, engine_id_, shared_.keys); !failure.empty())
        spdlog::debug("traps: user {}: {}", user_, failure);
    shared_.users.add(engine_id_, user_);
  }
  ~Lease() { shared_.users.remove(engine_id_, user_); }
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;

 private:
  SessionFactory::Shared& shared_;
  const std::string& engine_id_;
  const std::string& user_;
};

NotificationReader::NotificationReader(SessionFactory& sessions, LocalEngine engine)
    : shared_(sessions.shared()), engine_(std::move(engine)) {
  become(engine_);
  shared_.users.add(engine_.id, kClockHolder);
  netsnmp_session session;
  snmp_sess_init(&session);
  session.version = SNMP_DEFAULT_VERSION;
  session.isAuthoritative = SNMP_SESS_UNKNOWNAUTH;
  session.flags |= SNMP_FLAGS_DONT_PROBE;
  session.callback = on_net_snmp;
  session.callback_magic = this;
  auto* transport = SNMP_MALLOC_TYPEDEF(netsnmp_transport);
  transport->sock = kNoSocket;
  transport->data = this;  // data_length stays 0: it is not net-snmp's to free
  transport->msgMaxSize = SNMP_MAX_MSG_SIZE;
  transport->f_recv = on_receive;
  transport->f_send = on_send;
  transport->f_close = [](netsnmp_transport*) { return 0; };
  handle_ = snmp_sess_add(&session, transport, nullptr, nullptr);
  if (!handle_) spdlog::error("traps: net-snmp cannot open a session to read them");
}

NotificationReader::~NotificationReader() {
  if (handle_) {
    snmp_sess_transport(handle_)->data = nullptr;
    snmp_sess_close(handle_);
  }
  shared_.users.remove(engine_.id, kClockHolder);
}

ReadNotification NotificationReader::read(Bytes datagram, const DatagramHead& head,
                                          TrapSender& sender, MonoTime now) {
  const bool with_user = head.version == kWireV3 && !head.user.empty();
  const bool senders_engine = with_user && !head.engine_id.empty() && !is_ours(head);
  // When a session keeps the engine's clock, net-snmp checks the time window by that.
  if (senders_engine && !shared_.users.has(head.engine_id, head.user) &&
      !sender.clock.timely(head, now))
    return {{}, TrapRefusal::not_in_time_window, {}};
  result_ = {};
  const Mistakes before;
  {
    std::optional<Lease> user;
    if (with_user && !head.engine_id.empty())
      user.emplace(shared_, head.engine_id, sender.credentials);
    feed(datagram);
  }
  const bool authentic = result_.notification && (head.flags & kAuthFlag) != 0;
  if (senders_engine && authentic) sender.clock.advance(head, now);
  if (result_.notification || result_.refusal) return std::exchange(result_, {});

  const Mistakes after;
  const bool asked =
      after.engine != before.engine || (after.time != before.time && head.engine_boots == 0);
  if (!asked || result_.answer.empty())
    result_.refusal = refusal_between(before, after, head, senders_engine);
  return std::exchange(result_, {});
}

void NotificationReader::feed(Bytes datagram) {
  if (!handle_) return;
  datagram_ = datagram;
  snmp_sess_session(handle_)->s_snmp_errno = 0;
  netsnmp_large_fd_set readable;
  netsnmp_large_fd_set_init(&readable, kNoSocket + 1);
  NETSNMP_LARGE_FD_SET(kNoSocket, &readable);
  snmp_sess_read2(handle_, &readable);
  netsnmp_large_fd_set_cleanup(&readable);
  datagram_ = {};
}

int NotificationReader::on_receive(netsnmp_transport_s* transport, void* buffer, int size,
                                   void** opaque, int* opaque_size) {
  auto* self = static_cast<NotificationReader*>(transport->data);
  const auto length = std::min(static_cast<std::size_t>(size), self->datagram_.size());
  std::memcpy(buffer, self->datagram_.data(), length);
  *opaque = nullptr;
  *opaque_size = 0;
  return static_cast<int>(length);
}

int NotificationReader::on_send(netsnmp_transport_s* transport, const void* bytes, int size, void**,
                                int*) {
  auto* self = static_cast<NotificationReader*>(transport->data);
  const auto* first = static_cast<const std::uint8_t*>(bytes);
  try {
    self->result_.answer.assign(first, first + size);
  } catch (const std::exception&) {
    return -1;  // nothing may be thrown through net-snmp
  }
  return size;
}

int NotificationReader::on_net_snmp(int operation, snmp_session* session, int, snmp_pdu* pdu,
                                    void* self) {
  auto& reader = *static_cast<NotificationReader*>(self);
  if (operation != NETSNMP_CALLBACK_OP_RECEIVED_MESSAGE || !pdu) return 1;
  try {
    reader.handle_pdu(*session, *pdu);
  } catch (const std::exception&) {
    // Nothing may be thrown through net-snmp. Without memory to read it the message counts as
    // malformed.
    reader.result_.notification.reset();
    reader.result_.refusal = TrapRefusal::malformed;
  }
  return 1;
}

void NotificationReader::handle_pdu(snmp_session& session, snmp_pdu& pdu) {
  // net-snmp calls back for a message with a wrong digest too; only the error number shows it.
  if (session.s_snmp_errno != 0) {
    result_.refusal = TrapRefusal::authentication;
    return;
  }
  const bool notifies = pdu.command == SNMP_MSG_TRAP || pdu.command == SNMP_MSG_TRAP2 ||
                        pdu.command == SNMP_MSG_INFORM;
  result_.notification = notification_of(pdu);
  if (!result_.notification)
    result_.refusal = notifies ? TrapRefusal::malformed : TrapRefusal::not_a_notification;
  if (!result_.notification || pdu.command != SNMP_MSG_INFORM) return;
  netsnmp_pdu* response = snmp_clone_pdu(&pdu);
  if (!response) return;
  response->command = SNMP_MSG_RESPONSE;
  response->errstat = response->errindex = 0;
  if (snmp_sess_send(handle_, response) == 0) snmp_free_pdu(response);
}

}  // namespace commune::snmp
