// Options of the ICMP collector: whom to ping and how often. Filled by agent/settings.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/model/ids.hpp"
#include "core/model/time.hpp"

namespace commune::icmp {

struct Target {
  DeviceId device;
  std::string address;  ///< Host name, IPv4 or IPv6.
  Milliseconds interval{1'000};
  Milliseconds timeout{1'000};     ///< A reply after it counts as lost.
  std::size_t payload_bytes = 56;  ///< 16 at least, for the nonce.

  friend bool operator==(const Target&, const Target&) = default;
};

struct Options {
  std::vector<Target> targets;
};

}  // namespace commune::icmp
