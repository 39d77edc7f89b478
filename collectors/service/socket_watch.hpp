// Watches sockets that a library opens and closes itself, and never closes them.
#pragma once

#include <functional>
#include <memory>
#include <unordered_map>

#include "core/runtime/event_loop.hpp"

namespace commune::service {

/// Belongs to the loop's thread. The library sets what it waits for, and must clear it before it
/// closes a socket, as the number may be reused at once.
class SocketWatch {
 public:
  using Ready = std::function<void(int socket, bool readable, bool writable)>;

  SocketWatch(EventLoop& loop, Ready ready);
  ~SocketWatch();
  SocketWatch(const SocketWatch&) = delete;
  SocketWatch& operator=(const SocketWatch&) = delete;

  /// Neither: forgets the socket. May be called from within `ready`.
  void want(int socket, bool read, bool write);
  void forget_all();

 private:
  struct Watched;

  void wait(const std::shared_ptr<Watched>& watched, bool for_read);

  EventLoop& loop_;
  Ready ready_;
  std::unordered_map<int, std::shared_ptr<Watched>> sockets_;
};

}  // namespace commune::service
