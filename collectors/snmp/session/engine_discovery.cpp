#include "collectors/snmp/session/engine_discovery.hpp"

#include <array>
#include <utility>

#include "collectors/snmp/session/random_id.hpp"

#include <asio/buffer.hpp>
#include <asio/post.hpp>

namespace commune::snmp {
namespace {

// Why the datagram is not the expected report; empty when it is.
std::string_view objection(const std::optional<DatagramHead>& head, std::int32_t message_id) {
  if (!head) return "malformed";
  if (head->version != 3) return "version";
  if (head->message_id != message_id) return "request_id";
  if (head->pdu != PduTag::report) return "not_a_response";
  // RFC 3411, 5: 5 to 32 octets.
  if (head->engine_id.size() < 5 || head->engine_id.size() > 32) return "engine_id";
  return {};
}

}  // namespace

EngineDiscovery::EngineDiscovery(asio::io_context& loop, asio::ip::udp::endpoint device,
                                 RefusedFigures& refused)
    : device_(std::move(device)), refused_(refused), socket_(loop), timer_(loop) {}

void EngineDiscovery::run(Milliseconds timeout, OnEngine on_engine) {
  on_engine_ = std::move(on_engine);
  message_id_ = random_id();
  std::error_code error;
  if (!socket_.is_open()) socket_.open(device_.protocol(), error);
  if (!error) socket_.non_blocking(true, error);
  if (!error) socket_.connect(device_, error);
  const auto message = discovery_message(message_id_);
  if (!error) socket_.send(asio::buffer(message), 0, error);
  if (error) return wait(Milliseconds{0}, Outcome::unreachable);
  wait(timeout, Outcome::timeout);
  receive();
}

void EngineDiscovery::wait(Milliseconds timeout, Outcome outcome) {
  timer_.expires_after(timeout);
  timer_.async_wait(lifetime_.guard([this, outcome](std::error_code error) {
    if (!error) finish(outcome, {});
  }));
}

void EngineDiscovery::receive() {
  // Only here, as few of a thousand sessions have a discovery in progress.
  socket_.async_wait(asio::ip::udp::socket::wait_read,
                     lifetime_.guard([this](std::error_code error) {
                       if (!error) on_readable();
                     }));
}

void EngineDiscovery::on_readable() {
  std::array<std::uint8_t, 1500> buffer;
  std::error_code error;
  const std::size_t length = socket_.receive(asio::buffer(buffer), 0, error);
  if (error == asio::error::would_block) return receive();
  if (error == asio::error::connection_refused) return finish(Outcome::closed, {});
  if (error) return finish(Outcome::unreachable, {});
  handle_datagram(Bytes(buffer).first(length));
}

void EngineDiscovery::handle_datagram(Bytes datagram) {
  const auto head = read_head(datagram);
  if (const auto why = objection(head, message_id_); !why.empty()) {
    ++refused_[std::string(why)];
    return receive();
  }
  finish(Outcome::answered, {head->engine_id, head->engine_boots, head->engine_time});
}

void EngineDiscovery::finish(Outcome outcome, const Engine& engine) {
  if (!on_engine_) return;
  timer_.cancel();
  std::error_code ignored;
  socket_.close(ignored);
  const auto on_engine = std::move(on_engine_);
  on_engine_ = nullptr;
  on_engine(outcome, engine);
}

}  // namespace commune::snmp
