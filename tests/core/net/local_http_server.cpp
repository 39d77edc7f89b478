#include "tests/core/net/local_http_server.hpp"

#include <chrono>

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>

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

void LocalHttpServer::serve(int client, int number) {
  std::string bytes;
  while (true) {
    const std::string piece = server_.receive(client);
    if (piece.empty()) return;
    bytes += piece;
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
  for (std::size_t said = 0; said < bytes.size() && !server_.stopping();) {
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
  return fmt::format("{}://127.0.0.1:{}{}", scheme, server_.port(), path);
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
