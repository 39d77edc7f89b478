#include "tests/collectors/service/local_server.hpp"

#include <utility>

#include <asio/buffer.hpp>
#include <asio/ip/address.hpp>
#include <asio/read_until.hpp>
#include <asio/write.hpp>
#include <fmt/format.h>

namespace commune::service::testing {

struct LocalServer::Connection {
  explicit Connection(asio::ip::tcp::socket connected) : socket(std::move(connected)) {}

  asio::ip::tcp::socket socket;
  std::string request;
  Answer answer;
};

LocalServer::LocalServer(EventLoop& loop, Reply reply, const std::string& address)
    : acceptor_(loop.context(), {asio::ip::make_address(address), 0}), reply_(std::move(reply)) {
  accept();
}

void LocalServer::accept() {
  acceptor_.async_accept([this](std::error_code error, asio::ip::tcp::socket socket) {
    if (error) return;
    ++connections_;
    auto connection = std::make_shared<Connection>(std::move(socket));
    kept_.push_back(connection);
    read(connection);
    accept();
  });
}

void LocalServer::read(const std::shared_ptr<Connection>& connection) {
  asio::async_read_until(connection->socket, asio::dynamic_buffer(connection->request), "\r\n\r\n",
                         [this, connection](std::error_code error, std::size_t) {
                           if (error) return;
                           requests_.push_back(connection->request);
                           connection->answer = reply_(connection->request);
                           write(connection);
                         });
}

void LocalServer::write(const std::shared_ptr<Connection>& connection) {
  asio::async_write(connection->socket, asio::buffer(connection->answer.bytes),
                    [this, connection, sent = bytes_sent_](std::error_code error, std::size_t n) {
                      *sent += n;
                      if (error) return;
                      if (connection->answer.forever) return write(connection);
                      if (!connection->answer.stays) connection->socket.close();
                    });
}

std::string http(const std::string& status, const std::string& body, const std::string& lines) {
  return fmt::format("HTTP/1.1 {}\r\n{}Content-Length: {}\r\n\r\n{}", status, lines, body.size(),
                     body);
}

LocalNameServer::LocalNameServer(EventLoop& loop)
    : loop_(loop), socket_(loop.context(), {asio::ip::make_address("127.0.0.1"), 0}) {
  receive();
}

void LocalNameServer::receive() {
  socket_.async_receive_from(asio::buffer(buffer_), asker_,
                             [this](std::error_code error, std::size_t length) {
                               if (error) return;
                               ++questions_;
                               if (!silent) send_later(answer(length));
                               receive();
                             });
}

std::vector<std::uint8_t> LocalNameServer::answer(std::size_t length) const {
  std::string name;
  std::size_t at = 12;
  while (at < length && buffer_[at] != 0) {
    if (!name.empty()) name += '.';
    name.append(buffer_.begin() + static_cast<std::ptrdiff_t>(at) + 1,
                buffer_.begin() + static_cast<std::ptrdiff_t>(at) + 1 + buffer_[at]);
    at += buffer_[at] + 1U;
  }
  const std::size_t end = at + 5;
  std::vector<std::uint8_t> message(buffer_.begin(),
                                    buffer_.begin() + static_cast<std::ptrdiff_t>(end));
  const bool is_a = buffer_[at + 2] == 1;
  const auto found = addresses.find(name);
  const int rcode = code != 0 ? code : found == addresses.end() ? 3 : 0;
  message[2] = 0x84;
  message[3] = static_cast<std::uint8_t>(rcode);
  message[6] = message[8] = message[9] = message[10] = message[11] = 0;
  message[7] = rcode == 0 && is_a ? 1 : 0;
  if (message[7] == 1) {
    message.insert(message.end(), {0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4});
    const auto bytes = asio::ip::make_address_v4(found->second).to_bytes();
    message.insert(message.end(), bytes.begin(), bytes.end());
  }
  return message;
}

void LocalNameServer::send_later(std::vector<std::uint8_t> message) {
  auto timer = std::make_shared<asio::steady_timer>(loop_.context(), delay);
  timer->async_wait(
      [this, timer, to = asker_, message = std::move(message)](std::error_code error) {
        if (!error) socket_.send_to(asio::buffer(message), to);
      });
}

}  // namespace commune::service::testing
