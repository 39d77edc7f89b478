// A notification (trap or inform) in one form for all versions of SNMP: an OID that says what
// happened, and varbinds. Pure.
#pragma once

#include <optional>
#include <string>

#include "collectors/snmp/session/varbind.hpp"

namespace commune::snmp {

struct Notification {
  Oid oid;               ///< snmpTrapOID.0 (RFC 3416, 4.2.6); for a v1 trap as mapped by RFC 3584.
  VarbindList varbinds;  ///< In the sender's order; without sysUpTime.0 and snmpTrapOID.0 of v2.
};

/// RFC 3584, 3.1: generic traps 0 to 5 become the standard notifications, 6 becomes
/// ENTERPRISE.0.SPECIFIC. Empty for any other generic trap, as RFC 1157, 4.1.6 defines none.
std::optional<Notification> notification_of_v1(const Oid& enterprise, std::int64_t generic,
                                               std::int64_t specific, VarbindList varbinds);

/// The varbinds of a v2 trap or inform. Empty where none of them is snmpTrapOID.0.
std::optional<Notification> notification_of_v2(VarbindList varbinds);

/// The interface that a linkDown or linkUp is about: ifName, else ifDescr, else "ifIndex 3",
/// printable. Empty when the notification names none.
std::string interface_of(const Notification& notification);

}  // namespace commune::snmp
