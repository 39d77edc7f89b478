#include "collectors/service/socket_watch.hpp"

#include <utility>

#include <asio/posix/stream_descriptor.hpp>

namespace commune::service {

struct SocketWatch::Watched {
  Watched(EventLoop& loop, int number) : socket(number), descriptor(loop.context()) {
    // Called from C libraries, which no exception may cross. A socket that the kernel does not let
    // us watch stays silent, and its round ends at its deadline.
    std::error_code error;
    descriptor.assign(number, error);
  }

  int socket;
  asio::posix::stream_descriptor descriptor;
  bool read = false, write = false;
  bool waits_to_read = false, waits_to_write = false;
};

SocketWatch::SocketWatch(EventLoop& loop, Ready ready) : loop_(loop), ready_(std::move(ready)) {}

SocketWatch::~SocketWatch() {
  forget_all();
}

void SocketWatch::forget_all() {
  while (!sockets_.empty())
    want(sockets_.begin()->first, false, false);
}

void SocketWatch::want(int socket, bool read, bool write) {
  const auto found = sockets_.find(socket);
  if (!read && !write) {
    if (found == sockets_.end()) return;
    // Waiting handlers keep their Watched and check that it is open.
    const auto gone = std::move(found->second);
    sockets_.erase(found);
    if (gone->descriptor.is_open()) gone->descriptor.release();
    return;
  }
  std::shared_ptr<Watched> watched =
      found != sockets_.end() ? found->second : std::make_shared<Watched>(loop_, socket);
  sockets_[socket] = watched;
  watched->read = read;
  watched->write = write;
  if (!watched->descriptor.is_open()) return;
  if (read) wait(watched, true);
  if (write) wait(watched, false);
}

void SocketWatch::wait(const std::shared_ptr<Watched>& watched, bool for_read) {
  bool& waits = for_read ? watched->waits_to_read : watched->waits_to_write;
  if (std::exchange(waits, true)) return;
  using Descriptor = asio::posix::stream_descriptor;
  // This object may be destroyed once the descriptor is released.
  watched->descriptor.async_wait(
      for_read ? Descriptor::wait_read : Descriptor::wait_write,
      [this, watched, for_read](std::error_code error) {
        (for_read ? watched->waits_to_read : watched->waits_to_write) = false;
        if (error || !watched->descriptor.is_open()) return;
        if (!(for_read ? watched->read : watched->write)) return;
        ready_(watched->socket, for_read, !for_read);
        if (watched->descriptor.is_open() && (for_read ? watched->read : watched->write))
          wait(watched, for_read);
      });
}

}  // namespace commune::service
