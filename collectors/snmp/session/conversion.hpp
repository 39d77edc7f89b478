// Converts between our requests and varbinds and net-snmp's.
#pragma once

#include "collectors/snmp/session/session.hpp"

struct snmp_pdu;

namespace commune::snmp {

/// A PDU for the request, with the given request id; owned by the caller until it is sent.
snmp_pdu* make_pdu(const Request& request, long request_id);

/// The varbinds of a response.
VarbindList varbinds_of(const snmp_pdu& pdu);

/// The enterprise of a v1 trap (RFC 1157, 4.1.6).
Oid enterprise_of(const snmp_pdu& pdu);

}  // namespace commune::snmp
