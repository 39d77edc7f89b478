// A TCP server on loopback with a thread of its own: the socket under the tests' HTTP and SMTP
// servers. One connection at a time.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <thread>

namespace commune::testing {

class LoopbackServer {
 public:
  /// Called on the server's thread for each connection, counted from 1; it closes on return.
  using Serve = std::function<void(int client, int number)>;

  explicit LoopbackServer(Serve serve);
  /// Waits for `serve`, which returns soon once stopping() is true.
  ~LoopbackServer();
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;

  std::uint16_t port() const { return port_; }
  bool stopping() const { return stopping_; }

  /// More bytes of the client's; empty if it closed, or the server stops.
  std::string receive(int client) const;

 private:
  void run();

  Serve serve_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

}  // namespace commune::testing
