// A UDP socket for notifications. Reads datagrams without parsing them and answers from the address
// that each was sent to, as senders of informs expect.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "collectors/snmp/session/datagram.hpp"
#include "core/model/result.hpp"
#include "core/net/address.hpp"

#include <asio/io_context.hpp>
#include <asio/posix/stream_descriptor.hpp>

namespace commune::snmp {

/// Longer ones are dropped: a trap seldom has more than 1472 bytes, one packet on Ethernet.
inline constexpr std::size_t kLargestTrap = 8192;

/// Belongs to the loop's thread.
class TrapSocket {
 public:
  struct Arrived {
    Address from;
    Bytes bytes;             ///< Valid until the next receive(). Cut where too_large.
    bool too_large = false;  ///< Longer than kLargestTrap.
  };

  /// `listen` is "0.0.0.0:162" or "[::]:162", which takes IPv4 too unless `v6_only`. The error
  /// states the remedy.
  static Result<std::unique_ptr<TrapSocket>> open(asio::io_context& loop, const std::string& listen,
                                                  bool v6_only);

  /// The next waiting datagram; empty when there is none.
  std::optional<Arrived> receive();

  /// To the sender of what was received last. Never blocks: an answer that does not fit into the
  /// kernel's buffer is lost, and the sender repeats its inform.
  void answer(Bytes bytes);

  template <typename Handler>
  void async_wait(Handler&& handler) {
    descriptor_.async_wait(asio::posix::stream_descriptor::wait_read,
                           std::forward<Handler>(handler));
  }

  TrapSocket(asio::io_context& loop, int descriptor);

 private:
  asio::posix::stream_descriptor descriptor_;
  std::array<std::uint8_t, kLargestTrap> buffer_;
  sockaddr_storage peer_{};
  socklen_t peer_size_ = 0;
  alignas(8) std::array<std::uint8_t, 256> control_{};  // on which local address it came
  std::size_t control_size_ = 0;
};

}  // namespace commune::snmp
