#include "tests/exporters/notify/far_end.hpp"

#include <array>
#include <chrono>
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

std::size_t declared_length(const std::string& head) {
  const std::string name = "Content-Length: ";
  const auto at = head.find(name);
  return at == std::string::npos ? 0 : std::stoul(head.substr(at + name.size()));
}

}  // namespace

std::string FarEnd::http(const std::string& status, const std::string& body,
                         const std::string& headers) {
  return fmt::format("HTTP/1.1 {}\r\nContent-Length: {}\r\nConnection: close\r\n{}\r\n{}", status,
                     body.size(), headers, body);
}

FarEnd::FarEnd(Reply reply) : reply_(std::move(reply)) {
  listen();
  thread_ = std::thread([this] { run([this](int client) { serve_http(client); }); });
}

FarEnd::FarEnd(Smtp smtp) : smtp_(std::move(smtp)) {
  listen();
  thread_ = std::thread([this] { run([this](int client) { serve_smtp(client); }); });
}

FarEnd::~FarEnd() {
  stopping_ = true;
  thread_.join();
  ::close(listener_);
}

void FarEnd::listen() {
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

void FarEnd::run(const std::function<void(int)>& serve) {
  pollfd ready{listener_, POLLIN, 0};
  while (!stopping_) {
    if (::poll(&ready, 1, kPollMilliseconds) <= 0) continue;
    const int client = ::accept(listener_, nullptr, nullptr);
    if (client < 0) continue;
    serve(client);
    ::close(client);
  }
}

void FarEnd::serve_http(int client) {
  std::string request;
  std::size_t head = std::string::npos;
  while (head == std::string::npos || request.size() < head + 4 + declared_length(request)) {
    const std::string bytes = more(client, stopping_);
    if (bytes.empty()) return;
    request += bytes;
    head = request.find("\r\n\r\n");
  }
  note(request);
  const std::string answer = reply_(request);
  if (!answer.empty()) return say(client, answer);
  while (!more(client, stopping_).empty()) {
  }
}

void FarEnd::serve_smtp(int client) {
  say(client, "220 far end\r\n");
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
    const std::string answer = smtp_.reply(text);
    end = answer.starts_with("354") ? "\r\n.\r\n" : "\r\n";
    say(client, answer + "\r\n");
  }
}

void FarEnd::note(const std::string& text) {
  const std::lock_guard lock(mutex_);
  received_.push_back(text);
  came_.notify_all();
}

std::string FarEnd::url(const std::string& scheme) const {
  return fmt::format("{}://127.0.0.1:{}", scheme, port_);
}

std::vector<std::string> FarEnd::received() const {
  const std::lock_guard lock(mutex_);
  return received_;
}

void FarEnd::wait_for_request() const {
  std::unique_lock lock(mutex_);
  came_.wait_for(lock, std::chrono::seconds(20), [this] { return !received_.empty(); });
}

}  // namespace commune::notify::testing
