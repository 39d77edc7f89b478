// The agent's own SNMPv3 engine, for senders of informs (RFC 3414, 2.2.2): a permanent id and a
// count of boots that only grows, kept in a small file.
#pragma once

#include <cstdint>
#include <string>

#include "core/model/result.hpp"

namespace commune::snmp {

struct LocalEngine {
  std::string id;           ///< 5 to 32 octets (RFC 3411, 5: SnmpEngineID).
  std::uint32_t boots = 1;  ///< Count of this run; below 2^31-1.
};

/// A new engine: 12 random octets, boots 1.
LocalEngine new_engine();

/// The engine of the file with its boots increased, which is on the disk before this returns. Makes
/// a new one when there is no file yet or the boots are used up. Fails when the file cannot be
/// parsed or written; the message says what to do. Blocks; one process at a time.
Result<LocalEngine> boot_engine(const std::string& path);

}  // namespace commune::snmp
