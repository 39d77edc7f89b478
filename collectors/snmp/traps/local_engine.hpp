// The SNMPv3 engine that we are to the senders of informs (RFC 3414, 2.2.2): an id that stays and a
// count of boots that only grows, kept in a small file.
#pragma once

#include <cstdint>
#include <string>

#include "core/model/result.hpp"

namespace commune::snmp {

struct LocalEngine {
  std::string id;           ///< 5 to 32 octets (RFC 3411, 5: SnmpEngineID).
  std::uint32_t boots = 1;  ///< Of this run; below 2^31-1.
};

/// An engine that nobody has met before: 12 random octets, boots 1.
LocalEngine new_engine();

/// The engine of the file, booted once more, which is on the disk before this returns. A new one
/// where there is no file yet or the boots are used up. Fails where the file cannot be read as one
/// or written: what to do is in the message. Blocks; one process at a time.
Result<LocalEngine> boot_engine(const std::string& path);

}  // namespace commune::snmp
