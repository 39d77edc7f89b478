// A notification (trap or inform) as all versions of SNMP tell it: an OID that says what happened
// and varbinds about it. Pure.
#pragma once

#include <optional>
#include <string>

#include "collectors/snmp/session/varbind.hpp"

namespace commune::snmp {

struct Notification {
  Oid oid;  ///< snmpTrapOID.0 (RFC 3416, 4.2.6); of a v1 trap what RFC 3584 makes of it.
  VarbindList varbinds;  ///< In the sender's order; of v2 without sysUpTime.0 and snmpTrapOID.0.
};

/// RFC 3584, 3.1: generic traps 0 to 5 become the standard notifications, 6 becomes
/// ENTERPRISE.0.SPECIFIC. Empty for any other generic trap, which there is none (RFC 1157, 4.1.6).
std::optional<Notification> notification_of_v1(const Oid& enterprise, std::int64_t generic,
                                               std::int64_t specific, VarbindList varbinds);

/// The varbinds of a v2 trap or inform. Empty where none of them is snmpTrapOID.0.
std::optional<Notification> notification_of_v2(VarbindList varbinds);

/// The interface that linkDown and linkUp speak of: ifName, else ifDescr, else "ifIndex 3"; fit to
/// be printed. Empty where the notification names none.
std::string interface_of(const Notification& notification);

}  // namespace commune::snmp
