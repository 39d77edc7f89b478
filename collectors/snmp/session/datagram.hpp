// Reads the head of an SNMP datagram (RFC 3416, RFC 3412) without trusting any byte, and writes the
// message that discovers an SNMPv3 engine (RFC 3414, 4). Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace commune::snmp {

using Bytes = std::span<const std::uint8_t>;

/// BER tags of the PDUs (RFC 3416, 3).
enum class PduTag : std::uint8_t {
  get = 0xA0,
  get_next = 0xA1,
  response = 0xA2,
  set = 0xA3,
  trap_v1 = 0xA4,
  get_bulk = 0xA5,
  inform = 0xA6,
  trap_v2 = 0xA7,
  report = 0xA8,
  encrypted = 0x04
};

struct DatagramHead {
  int version = 0;                ///< As on the wire: 0 v1, 1 v2c, 3 v3.
  std::string community;          ///< v1 and v2c.
  PduTag pdu = PduTag::response;  ///< PduTag::encrypted when it cannot be read.
  std::int64_t request_id = 0;    ///< v1 and v2c.
  std::int64_t message_id = 0;    ///< v3, as all below.
  std::uint8_t flags = 0;  ///< msgFlags (RFC 3412, 6.4): kAuthFlag, kPrivFlag, kReportableFlag.
  std::string engine_id;   ///< msgAuthoritativeEngineID.
  std::uint32_t engine_boots = 0;
  std::uint32_t engine_time = 0;
  std::string user;  ///< msgUserName.
};

inline constexpr std::uint8_t kAuthFlag = 1, kPrivFlag = 2, kReportableFlag = 4;

/// Empty when the datagram is not an SNMP message. It may be cut off after the head.
std::optional<DatagramHead> read_head(Bytes datagram);

/// A GET without variables, user or engine id: any SNMPv3 engine answers it with a report that
/// holds its own.
std::vector<std::uint8_t> discovery_message(std::int32_t message_id);

}  // namespace commune::snmp
