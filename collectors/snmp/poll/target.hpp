// One device to poll by SNMP: where, how, how often. Plain data.
#pragma once

#include <cstdint>
#include <string>

#include "collectors/snmp/session/credentials.hpp"
#include "core/model/ids.hpp"
#include "core/model/time.hpp"

namespace commune::snmp {

struct Target {
  DeviceId device;
  std::string address;  ///< Host name, IPv4 or IPv6.
  std::uint16_t port = 161;
  Credentials credentials;
  Milliseconds interval{30'000};
  Milliseconds timeout{2'000};  ///< For one answer.
  int retries = 2;              ///< After the first try.
  int max_repetitions = 25;     ///< The most that a GETBULK asks for; 1 to 255.
  std::string profile = "auto";

  friend bool operator==(const Target&, const Target&) = default;
};

}  // namespace commune::snmp
