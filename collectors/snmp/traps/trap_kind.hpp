// The kinds of notifications, and a profile's rules that assign them ([[trap]] in
// docs/adding-a-profile.md). Data and a look-up; a kind alone changes no state of a device.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "collectors/snmp/session/oid.hpp"

namespace commune::snmp {

struct Notification;

enum class TrapKind : std::uint8_t {
  link_down,               ///< An interface left the up state (IF-MIB linkDown).
  link_up,                 ///< It came back (IF-MIB linkUp).
  restart,                 ///< The device or its SNMP agent started (coldStart, warmStart).
  authentication_failure,  ///< Somebody asked it with a wrong community or key.
  dying_gasp,              ///< It, or a device connected to it, is losing power.
  on_battery,              ///< It runs on its battery.
  other,
};
inline constexpr std::size_t kTrapKindCount = 7;

/// The value of the label `kind`, and the word in profiles: "link_down".
std::string_view to_string(TrapKind kind);

/// One line of a profile's table: notifications with this OID are of this kind.
struct TrapRule {
  Oid oid;  ///< snmpTrapOID; for a v1 trap the form by RFC 3584, 3.1.
  TrapKind kind = TrapKind::other;
  std::optional<Oid> varbind;    ///< Only where a varbind of this column (or instance)...
  std::vector<std::int64_t> is;  ///< ...has one of these numbers. Empty with an empty `varbind`.
};

/// The kind by the first rule that matches, `other` when none does. A 0 before the last number of
/// an OID is ignored: v1 traps of MIBs written for v2 have it, their v2 traps do not.
TrapKind kind_of(const Notification& notification, const std::vector<TrapRule>& rules);

}  // namespace commune::snmp
