#include "collectors/snmp/session/net_snmp_session.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <exception>
#include <utility>

#include <net-snmp/net-snmp-config.h>

#include "collectors/snmp/session/conversion.hpp"
#include "collectors/snmp/session/datagram.hpp"
#include "collectors/snmp/session/random_id.hpp"
#include "core/model/text.hpp"

#include <net-snmp/net-snmp-includes.h>
#include <net-snmp/library/large_fd_set.h>
#include <asio/post.hpp>
#include <fmt/format.h>
#include <sys/socket.h>

namespace commune::snmp {
namespace {

// Enough for the head of any message: communities and engine ids are short.
constexpr std::size_t kHeadBytes = 600;
// Datagrams read in one go before other sessions get their turn.
constexpr int kMostDatagramsAtOnce = 16;

long version_of(Version version) {
  switch (version) {
    case Version::v1:
      return SNMP_VERSION_1;
    case Version::v2c:
      return SNMP_VERSION_2c;
    case Version::v3:
      return SNMP_VERSION_3;
  }
  return SNMP_VERSION_2c;
}

std::string peer_name(const asio::ip::udp::endpoint& address) {
  const auto host = address.address();
  return host.is_v6() ? fmt::format("udp6:[{}]:{}", host.to_string(), address.port())
                      : fmt::format("udp:{}:{}", host.to_string(), address.port());
}

Reply socket_failure(int error, const asio::ip::udp::endpoint& address) {
  if (error == ECONNREFUSED)
    return {Outcome::closed,
            0,
            0,
            {},
            fmt::format("nothing listens at UDP port {} (port unreachable)", address.port())};
  return {
      Outcome::unreachable, 0, 0, {}, fmt::format("cannot be reached: {}", std::strerror(error))};
}

Reply twin_failure(const DeviceId& other, const std::string& engine_id) {
  return {
      Outcome::refused,
      0,
      0,
      {},
      fmt::format("has the same SNMPv3 engine id as device \"{}\" ({}): give one of them its own",
                  other.value, to_hex(engine_id))};
}

// RFC 3414, 3.2: the device's report of why it refuses us.
std::string report_failure(int report, const Credentials& credentials) {
  switch (report) {
    case SNMPERR_UNKNOWN_USER_NAME:
      return fmt::format("the device knows no SNMPv3 user \"{}\"", credentials.user);
    case SNMPERR_AUTHENTICATION_FAILURE:
      return "wrong authentication secret or protocol";
    case SNMPERR_DECRYPTION_ERR:
      return "wrong privacy secret or protocol";
    case SNMPERR_UNSUPPORTED_SEC_LEVEL:
      return "the device does not allow this security level to the user";
    case SNMPERR_NOT_IN_TIME_WINDOW:
      return "out of the device's time window";
    case SNMPERR_UNKNOWN_ENG_ID:
      return "the device has another engine id than before";
    default:
      return fmt::format("the device refuses the request: {}", snmp_api_errstring(report));
  }
}

}  // namespace

NetSnmpSession::NetSnmpSession(SessionFactory::Shared& shared, DeviceId device,
                               asio::ip::udp::endpoint address, Credentials credentials,
                               RefusedFigures& refused)
    : shared_(shared),
      device_(std::move(device)),
      address_(std::move(address)),
      credentials_(std::move(credentials)),
      refused_(refused),
      socket_(shared.loop),
      timer_(shared.loop),
      discovery_(shared.loop, address_, refused) {}

NetSnmpSession::~NetSnmpSession() {
  close();
}

void NetSnmpSession::send(const Request& request, Milliseconds timeout, OnReply on_reply) {
  timeout_ = timeout;
  on_reply_ = std::move(on_reply);
  if (handle_) return transmit(request);
  if (credentials_.version == Version::v3) return discover(request);
  if (const std::string failure = open(); !failure.empty())
    return fail_later(Outcome::unreachable, failure);
  transmit(request);
}

void NetSnmpSession::discover(const Request& request) {
  discovery_.run(timeout_, [this, request](Outcome outcome, const Engine& engine) {
    if (outcome == Outcome::closed) return deliver(socket_failure(ECONNREFUSED, address_));
    if (outcome != Outcome::answered)
      return deliver(
          {outcome,
           0,
           0,
           {},
           fmt::format("no answer to SNMPv3 engine discovery within {} ms", timeout_.count())});
    if (const auto twin = engine_twin(engine)) return deliver(twin_failure(*twin, engine.id));
    engine_id_ = engine.id;
    if (std::string failure = open(); !failure.empty())
      return deliver({Outcome::refused, 0, 0, {}, std::move(failure)});
    transmit(request);
  });
}

std::string NetSnmpSession::open() {
  netsnmp_session session;
  snmp_sess_init(&session);
  std::string peer = peer_name(address_);
  session.peername = peer.data();
  session.version = version_of(credentials_.version);
  session.retries = 0;
  session.timeout = std::chrono::microseconds(timeout_).count();
  session.flags |= SNMP_FLAGS_DONT_PROBE;
  if (credentials_.version == Version::v3) {
    shared_.users.add(engine_id_, credentials_.user);
    if (std::string failure = apply_user(session, credentials_, engine_id_, shared_.keys);
        !failure.empty()) {
      close();
      return failure;
    }
  } else {
    session.community = reinterpret_cast<u_char*>(const_cast<char*>(credentials_.community.data()));
    session.community_len = credentials_.community.size();
  }
  handle_ = snmp_sess_open(&session);
  if (!handle_) {
    char* text = nullptr;
    snmp_error(&session, nullptr, nullptr, &text);
    std::string failure = fmt::format("cannot open an SNMP session: {}", text ? text : "unknown");
    std::free(text);
    close();
    return failure;
  }
  return connect_socket();
}

std::string NetSnmpSession::connect_socket() {
  const int descriptor = snmp_sess_transport(handle_)->sock;
  // Connected, so that the kernel drops datagrams of other senders and reports a closed port.
  if (::connect(descriptor, address_.data(), static_cast<socklen_t>(address_.size())) != 0) {
    std::string failure = fmt::format("cannot be reached: {}", std::strerror(errno));
    close();
    return failure;
  }
  socket_.assign(descriptor);
  watch_socket();
  return {};
}

void NetSnmpSession::close() {
  timer_.cancel();
  if (socket_.is_open()) socket_.release();
  if (handle_) {
    auto* handle = std::exchange(handle_, nullptr);
    // Fires the callbacks of pending requests, which find handle_ gone.
    snmp_sess_close(handle);
  }
  if (!engine_id_.empty()) {
    shared_.users.remove(engine_id_, credentials_.user);
    shared_.engines.release(engine_id_, device_);
    engine_id_.clear();
  }
  answered_ = false;
}

void NetSnmpSession::transmit(const Request& request) {
  arrived_.reset();
  request_id_ = random_id();
  snmp_sess_session(handle_)->timeout = std::chrono::microseconds(timeout_).count();
  for (int attempt = 0; attempt < 2; ++attempt) {
    netsnmp_pdu* pdu = make_pdu(request, request_id_);
    errno = 0;
    if (snmp_sess_async_send(handle_, pdu, on_net_snmp, this) != 0) return arm(timeout_);
    const int error = errno;
    snmp_free_pdu(pdu);
    // The first send after a port unreachable reports that error instead of sending.
    if (error == ECONNREFUSED && attempt == 0) continue;
    if (error != 0) {
      Reply failed = socket_failure(error, address_);
      return fail_later(failed.outcome, failed.failure);
    }
  }
  char* text = nullptr;
  snmp_sess_error(handle_, nullptr, nullptr, &text);
  fail_later(Outcome::refused, fmt::format("cannot send the request: {}", text ? text : "unknown"));
  std::free(text);
}

void NetSnmpSession::watch_socket() {
  socket_.async_wait(asio::posix::stream_descriptor::wait_read,
                     lifetime_.guard([this](std::error_code error) {
                       if (!error && handle_) on_readable();
                     }));
}

void NetSnmpSession::on_readable() {
  const int descriptor = socket_.native_handle();
  std::array<unsigned char, kHeadBytes> bytes{};
  for (int i = 0; i < kMostDatagramsAtOnce && !arrived_; ++i) {
    const ssize_t length = ::recv(descriptor, bytes.data(), bytes.size(), MSG_PEEK | MSG_DONTWAIT);
    if (length < 0) {
      const int error = errno;
      if (error == EAGAIN || error == EINTR) break;
      if (on_reply_) arrived_ = socket_failure(error, address_);
      break;
    }
    if (is_for_net_snmp(Bytes(bytes.data(), static_cast<std::size_t>(length))))
      let_net_snmp_read();
    else
      ::recv(descriptor, bytes.data(), bytes.size(), MSG_DONTWAIT);
  }
  watch_socket();
  if (arrived_) {
    timer_.cancel();
    deliver(*std::exchange(arrived_, std::nullopt));
  }
}

bool NetSnmpSession::is_for_net_snmp(std::span<const std::uint8_t> datagram) {
  const auto head = read_head(datagram);
  if (const std::string why = objection(head); !why.empty()) {
    ++refused_[why];
    return false;
  }
  // Detected before net-snmp sets its clock by this device's and loses the other one.
  const auto twin = engine_twin({head->engine_id, head->engine_boots, head->engine_time});
  if (twin && on_reply_) arrived_ = twin_failure(*twin, head->engine_id);
  return !twin;
}

void NetSnmpSession::let_net_snmp_read() {
  const int descriptor = socket_.native_handle();
  netsnmp_large_fd_set readable;
  netsnmp_large_fd_set_init(&readable, descriptor + 1);
  NETSNMP_LARGE_FD_SET(descriptor, &readable);
  snmp_sess_read2(handle_, &readable);
  netsnmp_large_fd_set_cleanup(&readable);
}

std::string NetSnmpSession::objection(const std::optional<DatagramHead>& head) const {
  if (!head) return "malformed";
  if (head->version != version_of(credentials_.version)) return "version";
  if (credentials_.version == Version::v3) {
    if (head->engine_id != engine_id_) return "engine_id";
    const bool answer = head->pdu == PduTag::response || head->pdu == PduTag::report ||
                        head->pdu == PduTag::encrypted;
    return answer ? "" : "not_a_response";
  }
  if (head->pdu != PduTag::response) return "not_a_response";
  if (head->community != credentials_.community) return "community";
  if (!on_reply_ || head->request_id != request_id_) return "request_id";
  return {};
}

std::optional<DeviceId> NetSnmpSession::engine_twin(const Engine& engine) const {
  // Messages without authentication may lack the clock; none is kept for them.
  if (engine.boots == 0 && engine.time == 0) return std::nullopt;
  return shared_.engines.claim(engine, device_, std::chrono::steady_clock::now());
}

void NetSnmpSession::arm(Milliseconds delay) {
  timer_.expires_after(delay + Milliseconds{1});
  timer_.async_wait(lifetime_.guard([this](std::error_code error) {
    if (!error && handle_ && on_reply_) on_timer();
  }));
}

void NetSnmpSession::on_timer() {
  snmp_sess_timeout(handle_);
  // net-snmp rounds its own deadline; if it is not there yet, look again.
  if (!arrived_) return arm(Milliseconds{1});
  deliver(*std::exchange(arrived_, std::nullopt));
}

void NetSnmpSession::fail_later(Outcome outcome, std::string failure) {
  asio::post(
      shared_.loop,
      lifetime_.guard([this, reply = Reply{outcome, 0, 0, {}, std::move(failure)}]() mutable {
        deliver(std::move(reply));
      }));
}

void NetSnmpSession::deliver(Reply reply) {
  if (!on_reply_) return;
  const auto on_reply = std::exchange(on_reply_, nullptr);
  on_reply(std::move(reply));
}

int NetSnmpSession::on_net_snmp(int operation, snmp_session*, int, snmp_pdu* pdu, void* self) {
  auto& session = *static_cast<NetSnmpSession*>(self);
  // RESEND precedes the end of a request; a session that closes ignores everything.
  if (!session.handle_ || !session.on_reply_) return 1;
  try {
    if (operation == NETSNMP_CALLBACK_OP_RECEIVED_MESSAGE && pdu)
      session.arrived_ = session.reply_of(*pdu);
    else if (operation == NETSNMP_CALLBACK_OP_TIMED_OUT)
      session.arrived_ = Reply{Outcome::timeout, 0, 0, {}, session.silence()};
    else if (operation == NETSNMP_CALLBACK_OP_SEND_FAILED)
      session.arrived_ = Reply{Outcome::unreachable, 0, 0, {}, "the request could not be sent"};
  } catch (const std::exception&) {
    // Nothing may be thrown through net-snmp. Without memory to read it the reply counts as
    // malformed.
    session.arrived_.emplace().outcome = Outcome::malformed;
  }
  return 1;
}

std::string NetSnmpSession::silence() const {
  std::string text = fmt::format("no answer within {} ms", timeout_.count());
  // Deciphering with the wrong key yields garbage, which most devices drop without a report.
  if (credentials_.level == SecurityLevel::auth_priv && !engine_id_.empty() && !answered_)
    text += ", though its SNMPv3 engine answers: the privacy secret or protocol may be wrong";
  return text;
}

Reply NetSnmpSession::reply_of(const snmp_pdu& pdu) {
  if (pdu.command == SNMP_MSG_REPORT)
    return {Outcome::refused,
            0,
            0,
            {},
            report_failure(snmpv3_get_report_type(const_cast<netsnmp_pdu*>(&pdu)), credentials_)};
  if (pdu.command != SNMP_MSG_RESPONSE)
    return {Outcome::malformed, 0, 0, {}, "the answer is not an SNMP response"};
  answered_ = true;
  Reply reply{Outcome::answered,
              static_cast<int>(pdu.errstat),
              static_cast<int>(pdu.errindex),
              varbinds_of(pdu),
              {}};
  if (reply.error_status != 0) {
    reply.outcome = Outcome::error_status;
    reply.failure = fmt::format("the device answers with error status {} ({})", reply.error_status,
                                snmp_errstring(reply.error_status));
  }
  return reply;
}

}  // namespace commune::snmp
