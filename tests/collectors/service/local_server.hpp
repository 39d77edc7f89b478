// Servers on loopback, on the loop of the test, that behave as the test wants.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/model/time.hpp"
#include "core/runtime/event_loop.hpp"

#include <asio/ip/tcp.hpp>
#include <asio/ip/udp.hpp>

namespace commune::service::testing {

/// Takes TCP connections; what it does with a request is the test's.
class LocalServer {
 public:
  struct Answer {
    std::string bytes;
    bool forever = false;  ///< Sends them over and over until the client goes.
    bool stays = false;    ///< Leaves the connection open afterwards.
  };
  /// Given the head of the request.
  using Reply = std::function<Answer(const std::string& request)>;

  LocalServer(EventLoop& loop, Reply reply, const std::string& address = "127.0.0.1");

  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
  std::size_t connections() const { return connections_; }
  std::uint64_t bytes_sent() const { return *bytes_sent_; }
  const std::vector<std::string>& requests() const { return requests_; }

 private:
  struct Connection;
  void accept();
  void read(const std::shared_ptr<Connection>& connection);
  void write(const std::shared_ptr<Connection>& connection);

  asio::ip::tcp::acceptor acceptor_;
  Reply reply_;
  std::size_t connections_ = 0;
  std::shared_ptr<std::uint64_t> bytes_sent_ = std::make_shared<std::uint64_t>(0);
  std::vector<std::string> requests_;
  std::vector<std::shared_ptr<Connection>> kept_;
};

/// "HTTP/1.1 200 OK" with these lines (each with its end) and this body.
std::string http(const std::string& status, const std::string& body, const std::string& lines = "");

/// A name server that knows IPv4 addresses, sends other answers as configured, or is silent.
class LocalNameServer {
 public:
  explicit LocalNameServer(EventLoop& loop);

  std::uint16_t port() const { return socket_.local_endpoint().port(); }
  std::size_t questions() const { return questions_; }

  std::map<std::string, std::string> addresses;  ///< Others: no such name.
  bool silent = false;
  int code = 0;  ///< Other than 0: what everything is answered with.
  Milliseconds delay{0};

 private:
  void receive();
  std::vector<std::uint8_t> answer(std::size_t length) const;
  void send_later(std::vector<std::uint8_t> message);

  EventLoop& loop_;
  asio::ip::udp::socket socket_;
  asio::ip::udp::endpoint asker_;
  std::vector<std::uint8_t> buffer_ = std::vector<std::uint8_t>(1500);
  std::size_t questions_ = 0;
};

}  // namespace commune::service::testing
