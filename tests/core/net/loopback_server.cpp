#include "tests/core/net/loopback_server.hpp"

#include <array>
#include <stdexcept>
#include <utility>

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace commune::testing {
namespace {

constexpr int kPollMilliseconds = 20;

}  // namespace

LoopbackServer::LoopbackServer(Serve serve) : serve_(std::move(serve)) {
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

LoopbackServer::~LoopbackServer() {
  stopping_ = true;
  thread_.join();
  ::close(listener_);
}

void LoopbackServer::run() {
  pollfd ready{listener_, POLLIN, 0};
  for (int number = 1; !stopping_;) {
    if (::poll(&ready, 1, kPollMilliseconds) <= 0) continue;
    const int client = ::accept(listener_, nullptr, nullptr);
    if (client < 0) continue;
    serve_(client, number++);
    ::close(client);
  }
}

std::string LoopbackServer::receive(int client) const {
  pollfd ready{client, POLLIN, 0};
  while (!stopping_) {
    if (::poll(&ready, 1, kPollMilliseconds) <= 0) continue;
    std::array<char, 65'536> bytes{};
    const auto size = ::recv(client, bytes.data(), bytes.size(), 0);
    return size > 0 ? std::string(bytes.data(), static_cast<std::size_t>(size)) : std::string();
  }
  return {};
}

}  // namespace commune::testing
