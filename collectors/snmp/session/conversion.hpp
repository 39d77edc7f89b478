// Between our requests and varbinds and net-snmp's.
#pragma once

#include <optional>

#include "collectors/snmp/session/session.hpp"
#include "collectors/snmp/traps/notification.hpp"

struct snmp_pdu;

namespace commune::snmp {

/// A PDU for the request, with the given request id; owned by the caller until it is sent.
snmp_pdu* make_pdu(const Request& request, long request_id);

/// The varbinds of a response.
VarbindList varbinds_of(const snmp_pdu& pdu);

/// What a trap of either version or an inform tells. Empty where the PDU is none of them or lacks
/// what makes it one.
std::optional<Notification> notification_of(const snmp_pdu& pdu);

}  // namespace commune::snmp
