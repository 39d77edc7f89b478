#include "tests/exporters/notify/local_smtp_server.hpp"

#include <array>
#include <stdexcept>

#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace commune::notify::testing {
namespace {

constexpr int kPollMilliseconds = 20;

/// More bytes of the client's; empty when it went or we are to stop.
std::string more(int client, const std::atomic<bool>& stopping) {
  pollfd ready{client, POLLIN, 0};
  while (!stopping) {
    if (::poll(&ready, 1, kPollMilliseconds) <= 0) continue;
    std::array<char, 4096> bytes{};
    const auto size = ::recv(client, bytes.data(), bytes.size(), 0);
    return size > 0 ? std::string(bytes.data(), static_cast<std::size_t>(size)) : std::string();
  }
  return {};
}

void say(int client, const std::string& bytes) {
  ::send(client, bytes.data(), bytes.size(), MSG_NOSIGNAL);
}

}  // namespace

LocalSmtpServer::LocalSmtpServer(Reply reply) : reply_(std::move(reply)) {
  listen();
  thread_ = std::thread([this] { run(); });
}

LocalSmtpServer::~LocalSmtpServer() {
  stopping_ = true;
  thread_.join();
  ::close(listener_);
}

void LocalSmtpServer::listen() {
  listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* any = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener_, any, size) != 0 || ::listen(listener_, 8) != 0 ||
      ::getsockname(listener_, any, &size) != 0)
    throw std::runtime_error("no port on loopback");
  port_ = ntohs(address.sin_port);
}

void LocalSmtpServer::run() {
  pollfd ready{listener_, POLLIN, 0};
  while (!stopping_) {
    if (::poll(&ready, 1, kPollMilliseconds) <= 0) continue;
    const int client = ::accept(listener_, nullptr, nullptr);
    if (client < 0) continue;
    serve(client);
    ::close(client);
  }
}

void LocalSmtpServer::serve(int client) {
  say(client, "220 local\r\n");
  std::string buffer, end = "\r\n";
  while (true) {
    const auto at = buffer.find(end);
    if (at == std::string::npos) {
      const std::string bytes = more(client, stopping_);
      if (bytes.empty()) return;
      buffer += bytes;
      continue;
    }
    const std::string text = buffer.substr(0, at);
    buffer.erase(0, at + end.size());
    note(text);
    const std::string answer = reply_(text);
    end = answer.starts_with("354") ? "\r\n.\r\n" : "\r\n";
    say(client, answer + "\r\n");
  }
}

void LocalSmtpServer::note(const std::string& text) {
  const std::lock_guard lock(mutex_);
  received_.push_back(text);
}

std::string LocalSmtpServer::url() const {
  return fmt::format("smtp://127.0.0.1:{}", port_);
}

std::vector<std::string> LocalSmtpServer::received() const {
  const std::lock_guard lock(mutex_);
  return received_;
}

}  // namespace commune::notify::testing
