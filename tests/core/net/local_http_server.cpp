#include "tests/core/net/local_http_server.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <stdexcept>

#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace commune::testing {
namespace {

constexpr int kPollMilliseconds = 20;
constexpr std::string_view kEndOfHead = "\r\n\r\n";

}  // namespace

std::string Request::header(const std::string& name) const {
  const auto at = head.find("\r\n" + name + ": ");
  if (at == std::string::npos) return "";
  const auto begin = at + name.size() + 4;
  return head.substr(begin, head.find("\r\n", begin) - begin);
}

std::string LocalHttpServer::answer(const std::string& status, const std::string& body,
                                    const std::string& headers) {
  return fmt::format("HTTP/1.1 {}\r\nContent-Length: {}\r\n{}\r\n{}", status, body.size(), headers,
                     body);
}

LocalHttpServer::LocalHttpServer(Reply reply) : reply_(std::move(reply)) {
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
  thread_ = std::thread([this] { run(); });
}

LocalHttpServer::~LocalHttpServer() {
  stopping_ = true;
  thread_.join();
  ::close(listener_);
}

// One connection at a time is enough for a sender that has one.
void LocalHttpServer::run() {
  pollfd ready{listener_, POLLIN, 0};
  for (int number = 1; !stopping_;) {
    if (::poll(&ready, 1, kPollMilliseconds) <= 0) continue;
    const int client = ::accept(listener_, nullptr, nullptr);
    if (client < 0) continue;
    serve(client, number++);
    ::close(client);
  }
}

void LocalHttpServer::serve(int client, int number) {
  std::string bytes;
  pollfd ready{client, POLLIN, 0};
  while (!stopping_) {
    if (::poll(&ready, 1, kPollMilliseconds) <= 0) continue;
    std::array<char, 65'536> piece{};
    const auto size = ::recv(client, piece.data(), piece.size(), 0);
    if (size <= 0) return;
    bytes.append(piece.data(), static_cast<std::size_t>(size));
    const auto end = bytes.find(kEndOfHead);
    if (end == std::string::npos) continue;
    Request request{bytes.substr(0, end + kEndOfHead.size()), "", number};
    const std::string length = request.header("Content-Length");
    const std::size_t whole = request.head.size() + (length.empty() ? 0 : std::stoul(length));
    if (bytes.size() < whole) continue;
    request.body = bytes.substr(request.head.size(), whole - request.head.size());
    bytes.erase(0, whole);
    {
      const std::lock_guard lock(mutex_);
      requests_.push_back(request);
    }
    came_.notify_all();
    const auto answer = reply_(request);
    if (!answer || !say(client, *answer)) return;
  }
}

bool LocalHttpServer::say(int client, const std::string& bytes) {
  pollfd ready{client, POLLOUT, 0};
  for (std::size_t said = 0; said < bytes.size() && !stopping_;) {
    if (::poll(&ready, 1, kPollMilliseconds) <= 0) continue;
    const auto size =
        ::send(client, bytes.data() + said, bytes.size() - said, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (size <= 0) return false;
    said += static_cast<std::size_t>(size);
    sent_bytes_ += static_cast<std::size_t>(size);
  }
  return true;
}

std::string LocalHttpServer::url(const std::string& path, const std::string& scheme) const {
  return fmt::format("{}://127.0.0.1:{}{}", scheme, port_, path);
}

std::vector<Request> LocalHttpServer::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

void LocalHttpServer::wait_for_request() const {
  std::unique_lock lock(mutex_);
  came_.wait_for(lock, std::chrono::seconds(20), [this] { return !requests_.empty(); });
}

}  // namespace commune::testing
