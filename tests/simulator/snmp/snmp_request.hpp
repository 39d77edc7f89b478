// A received SNMPv1 or v2c request (RFC 1157, RFC 1901, RFC 3416).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "tests/simulator/snmp/oid.hpp"

namespace commune::simulator {

enum class Version : std::uint8_t { v1 = 0, v2c = 1 };

enum class PduType : std::uint8_t { get = 0xA0, get_next = 0xA1, set = 0xA3, get_bulk = 0xA5 };

struct SnmpRequest {
  Version version = Version::v2c;
  std::string_view community;
  PduType type = PduType::get;
  std::int64_t request_id = 0;
  std::int64_t non_repeaters = 0;  ///< Only for GETBULK, like the next.
  std::int64_t max_repetitions = 0;
  std::vector<Oid> oids;
  std::string_view varbinds;  ///< The list as received, for replies that return it unchanged.
};

/// Empty for anything else: other versions, other PDUs, broken BER. `bytes` outlives the request.
std::optional<SnmpRequest> decode_request(std::string_view bytes);

}  // namespace commune::simulator
