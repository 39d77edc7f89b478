// Request and message ids that a stranger cannot guess.
#pragma once

#include <cstdint>
#include <random>

namespace commune::snmp {

/// 1 to 2^31-1, from the system's generator. For the SNMP loop's thread.
inline std::int32_t random_id() {
  static thread_local std::random_device random;
  return static_cast<std::int32_t>(random() & 0x7FFFFFFF) | 1;
}

}  // namespace commune::snmp
