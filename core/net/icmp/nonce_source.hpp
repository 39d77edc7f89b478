// Unpredictable bytes from the kernel, fetched a page at a time.
#pragma once

#include <array>
#include <cstdint>

#include "core/net/icmp/echo_packet.hpp"

namespace commune::icmp {

/// One thread at a time. The constructor throws std::system_error where the kernel has no
/// getrandom(2).
class NonceSource {
 public:
  NonceSource();

  Nonce next();

 private:
  void refill();

  std::array<std::uint8_t, 4096> page_;
  std::size_t used_ = 0;
};

}  // namespace commune::icmp
