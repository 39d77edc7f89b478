#include "tests/collectors/throughput/small_server.hpp"

#include <algorithm>
#include <stdexcept>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace commune::throughput {
namespace {

constexpr std::size_t kPiece = 100'000;

bool send_all(int connection, const std::string& text) {
  std::size_t sent = 0;
  while (sent < text.size()) {
    const auto now = send(connection, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
    if (now <= 0) return false;
    sent += static_cast<std::size_t>(now);
  }
  return true;
}

bool receive(int connection, std::string& input) {
  std::string buffer(65'536, '\0');
  const auto got = recv(connection, buffer.data(), buffer.size(), 0);
  if (got <= 0) return false;
  input.append(buffer, 0, static_cast<std::size_t>(got));
  return true;
}

// Until the peer hangs up.
void wait_for_the_end(int connection) {
  std::string unused;
  while (receive(connection, unused))
    unused.clear();
}

std::uint64_t content_length(const std::string& head) {
  const auto at = head.find("Content-Length: ");
  return at == std::string::npos ? 0 : std::stoull(head.substr(at + 16));
}

}  // namespace

SmallServer::SmallServer(Manner manner)
    : manner_(manner), listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  auto* any = reinterpret_cast<sockaddr*>(&address);
  if (bind(listener_, any, length) != 0 || listen(listener_, 64) != 0 ||
      getsockname(listener_, any, &length) != 0)
    throw std::runtime_error("no server on loopback");
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { accept_all(); });
}

SmallServer::~SmallServer() {
  ended_ = true;
  ended_.notify_all();
  shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  close(listener_);
  for (const int connection : connections_)
    shutdown(connection, SHUT_RDWR);
  for (auto& thread : threads_)
    thread.join();
  for (const int connection : connections_)
    close(connection);
}

std::string SmallServer::url() const {
  return "http://127.0.0.1:" + std::to_string(port_) + "/x";
}

void SmallServer::accept_all() {
  for (;;) {
    const int connection = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection < 0) return;
    connections_.push_back(connection);
    threads_.emplace_back([this, connection] {
      serve(connection);
      shutdown(connection, SHUT_RDWR);
    });
  }
}

void SmallServer::serve(int connection) {
  std::string input;
  while (answer(connection, input)) {
  }
}

bool SmallServer::take_body(int connection, std::string& input, std::uint64_t length) {
  std::uint64_t taken = std::min<std::uint64_t>(length, input.size());
  input.erase(0, taken);
  while (taken < length) {
    if (manner_ == Manner::falls_silent && taken > kPiece) return false;
    if (!receive(connection, input)) return false;
    const auto more = std::min<std::uint64_t>(length - taken, input.size());
    input.erase(0, more);
    taken += more;
  }
  return true;
}

bool SmallServer::answer(int connection, std::string& input) {
  std::size_t end = 0;
  while ((end = input.find("\r\n\r\n")) == std::string::npos)
    if (!receive(connection, input)) return false;
  const std::string head = input.substr(0, end);
  input.erase(0, end + 4);
  ++requests_;
  if (manner_ == Manner::mute) {
    wait_for_the_end(connection);
    return false;
  }
  if (manner_ == Manner::refusing)
    return send_all(connection, "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n");
  if (head.starts_with("POST")) {
    if (take_body(connection, input, content_length(head)))
      return send_all(connection, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    if (manner_ == Manner::falls_silent) ended_.wait(false);
    return false;
  }
  const std::string piece(kPiece, 'x');
  if (manner_ == Manner::pieces)
    return send_all(connection, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + piece);
  if (!send_all(connection, "HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\n" + piece))
    return false;
  if (manner_ == Manner::hangs_up) return false;
  if (manner_ == Manner::falls_silent) {
    wait_for_the_end(connection);
    return false;
  }
  while (send_all(connection, piece)) {
  }
  return false;
}

}  // namespace commune::throughput
