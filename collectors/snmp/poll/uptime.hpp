// Distinguishes a restart of a device from the wrap of its sysUpTime after 497 days. Pure.
#pragma once

#include <cstdint>
#include <optional>

#include "core/model/time.hpp"

namespace commune::snmp {

/// sysUpTime (SNMPv2-MIB): hundredths of a second, modulo 2^32. One for each device.
class UptimeWatch {
 public:
  /// Records what a poll read; true when the device restarted since the last poll.
  bool restarted(std::uint32_t sys_up_time, MonoTime now);

 private:
  struct Seen {
    std::uint32_t ticks;
    MonoTime at;
  };
  std::optional<Seen> last_;
};

}  // namespace commune::snmp
