// Why a datagram that came to the trap port was dropped: the words of
// commune_snmp_traps_refused_total and of the log.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace commune::snmp {

enum class TrapRefusal : std::uint8_t {
  unknown_source,      ///< Not from the address of a polled device: not parsed.
  rate,                ///< More from one address than the limit.
  too_large,           ///< Longer than kLargestTrap.
  malformed,           ///< Not an SNMP message, or without a trap OID.
  version,             ///< Another version of SNMP than the device is polled with.
  community,           ///< Another community (v1 and v2c).
  user,                ///< Another user, or less protected than the device is polled (v3).
  authentication,      ///< Digest or cipher do not fit the user's secrets (v3).
  not_in_time_window,  ///< Older than what the engine sent before: a replay (RFC 3414, 3.2.7).
  not_a_notification,  ///< A request or a response.
};
inline constexpr std::size_t kTrapRefusalCount = 10;

/// The value of the label `reason`.
std::string_view to_string(TrapRefusal refusal);

/// Explains to the operator what is wrong.
std::string_view explanation(TrapRefusal refusal);

}  // namespace commune::snmp
