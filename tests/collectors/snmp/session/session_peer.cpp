#include "tests/collectors/snmp/session/session_peer.hpp"

#include <algorithm>

#include "tests/simulator/snmp/ber.hpp"

#include <asio/buffer.hpp>

namespace commune::snmp {
namespace {

namespace ber = simulator::ber;
using ber::element;
using ber::integer;

constexpr std::uint8_t kTimeTicks = 0x43;
const Oid kSysUpTime{1, 3, 6, 1, 2, 1, 1, 3, 0};
const std::string kSysUpTimeElement("\x06\x08\x2B\x06\x01\x02\x01\x01\x03\x00", 10);

std::string text(const std::string& value) {
  return element(ber::kOctetString, value);
}

std::string pdu(PduTag tag, std::int64_t request_id, std::int32_t value) {
  const auto varbind = element(ber::kSequence, {kSysUpTimeElement, integer(value, kTimeTicks)});
  return element(static_cast<std::uint8_t>(tag),
                 {integer(request_id), integer(0), integer(0), element(ber::kSequence, varbind)});
}

Octets octets(const std::string& message) {
  return {message.begin(), message.end()};
}

// Moves from an element's tag to its contents, and gives their length.
std::size_t enter(const Octets& message, std::size_t& at) {
  std::size_t length = message.at(at + 1);
  at += 2;
  if (length < 0x80) return length;
  const std::size_t octets = length & 0x7F;
  length = 0;
  for (std::size_t i = 0; i < octets; ++i)
    length = length << 8 | message.at(at++);
  return length;
}

void skip(const Octets& message, std::size_t& at) {
  const std::size_t length = enter(message, at);
  at += length;
}

}  // namespace

Octets encode(const Message& message) {
  return octets(element(ber::kSequence, {integer(message.version), text(message.community),
                                         pdu(message.pdu, message.request_id, message.value)}));
}

Octets encode(const MessageV3& message) {
  const auto global = element(ber::kSequence, {integer(message.message_id), integer(65'507),
                                               text(std::string(1, '\0')), integer(3)});
  const auto security = element(ber::kSequence, {text(message.engine_id), integer(1), integer(1),
                                                 text(message.user), text(""), text("")});
  const auto scoped =
      element(ber::kSequence, {text(message.context_engine_id), text(""),
                               pdu(message.pdu, message.request_id, message.value)});
  return octets(element(ber::kSequence, {integer(3), global, text(security), scoped}));
}

std::int64_t request_id_v3(const Octets& request) {
  std::size_t at = 0;
  enter(request, at);
  for (int i = 0; i < 3; ++i)  // version, global data, security parameters
    skip(request, at);
  enter(request, at);
  for (int i = 0; i < 2; ++i)  // context's engine id and name
    skip(request, at);
  enter(request, at);
  std::int64_t id = 0;
  for (std::size_t octets = enter(request, at); octets > 0; --octets)
    id = id << 8 | request.at(at++);
  return id;
}

Peer::Peer(EventLoop& loop, const std::string& address)
    : socket_(loop.context(), asio::ip::udp::endpoint(asio::ip::make_address(address), 0)) {
  receive();
}

void Peer::send(const Octets& datagram, const asio::ip::udp::endpoint& to) {
  std::error_code ignored;
  socket_.send_to(asio::buffer(datagram), to, 0, ignored);
}

void Peer::receive() {
  socket_.async_receive_from(
      asio::buffer(buffer_), asker_, [this](std::error_code error, std::size_t length) {
        if (error == asio::error::operation_aborted) return;
        if (!error) {
          ++requests_;
          if (on_request_)
            on_request_({buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(length)});
        }
        receive();
      });
}

std::unique_ptr<Session> Sessions::open(Version version, const asio::ip::udp::endpoint& address) {
  Credentials credentials;
  credentials.version = version;
  credentials.community = "public";
  credentials.user = "reader";
  return factory_.open(DeviceId{"box"}, address, credentials, refused_);
}

Reply Sessions::ask(Session& session, Milliseconds timeout) {
  Request request;
  request.oids = {kSysUpTime};
  std::vector<Reply> replies;
  session.send(request, timeout, [&](Reply reply) { replies.push_back(std::move(reply)); });
  EXPECT_TRUE(run_until([&] { return !replies.empty(); }));
  // Whatever else lies ready: a second call back would be a fault.
  loop_.context().poll();
  EXPECT_EQ(replies.size(), 1U);
  return replies.empty() ? Reply{} : replies.front();
}

bool Sessions::run_until(const std::function<bool()>& condition) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!condition())
    if (loop_.context().run_one_until(deadline) == 0) return false;
  return true;
}

std::int64_t value_in(const Reply& reply) {
  if (reply.outcome != Outcome::answered || reply.varbinds.size() != 1) return -1;
  const auto* ticks = std::get_if<Integer>(&reply.varbinds.front().value);
  const bool ours =
      ticks && ticks->type == IntegerType::time_ticks && reply.varbinds.front().oid == kSysUpTime;
  return ours ? ticks->value : -1;
}

}  // namespace commune::snmp
