#include "collectors/snmp/session/conversion.hpp"

#include <algorithm>
#include <array>

#include <net-snmp/net-snmp-config.h>
#include <net-snmp/net-snmp-includes.h>

// net-snmp makes macros of these two words; in a GETBULK they are the error fields (RFC 3416, 3).
#undef non_repeaters
#undef max_repetitions

namespace commune::snmp {
namespace {

Oid to_oid(const oid* numbers, std::size_t length) {
  std::array<std::uint32_t, Oid::kMostNumbers> copied;
  length = std::min(length, copied.size());
  std::transform(numbers, numbers + length, copied.begin(),
                 [](oid number) { return static_cast<std::uint32_t>(number); });
  return Oid(std::span(copied).first(length));
}

Integer unsigned_integer(IntegerType type, const variable_list& variable) {
  // Some devices sign-extend an unsigned type: only the low 32 bits are used.
  return {type, static_cast<std::int64_t>(static_cast<std::uint32_t>(*variable.val.integer))};
}

Value to_value(const variable_list& variable) {
  switch (variable.type) {
    case ASN_INTEGER:
      return Integer{IntegerType::integer32, *variable.val.integer};
    case ASN_COUNTER:
      return unsigned_integer(IntegerType::counter32, variable);
    case ASN_GAUGE:
      return unsigned_integer(IntegerType::gauge32, variable);
    case ASN_TIMETICKS:
      return unsigned_integer(IntegerType::time_ticks, variable);
    case ASN_UINTEGER:
      return unsigned_integer(IntegerType::other, variable);
    case ASN_COUNTER64:
      return Integer{
          IntegerType::counter64,
          static_cast<std::int64_t>(static_cast<std::uint64_t>(variable.val.counter64->high) << 32 |
                                    (variable.val.counter64->low & 0xFFFFFFFFU))};
    case ASN_OCTET_STR:
    case ASN_IPADDRESS:
    case ASN_OPAQUE:
      return std::string(reinterpret_cast<const char*>(variable.val.string), variable.val_len);
    case ASN_OBJECT_ID:
      return to_oid(variable.val.objid, variable.val_len / sizeof(oid));
    case ASN_OPAQUE_FLOAT:
      return static_cast<double>(*variable.val.floatVal);
    case ASN_OPAQUE_DOUBLE:
      return *variable.val.doubleVal;
    case SNMP_NOSUCHOBJECT:
      return Absent::no_such_object;
    case SNMP_NOSUCHINSTANCE:
      return Absent::no_such_instance;
    case SNMP_ENDOFMIBVIEW:
      return Absent::end_of_mib_view;
    default:
      return Absent::null;
  }
}

int command_of(Request::Type type) {
  switch (type) {
    case Request::Type::get:
      return SNMP_MSG_GET;
    case Request::Type::get_next:
      return SNMP_MSG_GETNEXT;
    case Request::Type::get_bulk:
      return SNMP_MSG_GETBULK;
  }
  return SNMP_MSG_GET;
}

}  // namespace

snmp_pdu* make_pdu(const Request& request, long request_id) {
  netsnmp_pdu* pdu = snmp_pdu_create(command_of(request.type));
  pdu->reqid = request_id;
  if (request.type == Request::Type::get_bulk) {
    pdu->errstat = 0;  // non-repeaters
    pdu->errindex = request.max_repetitions;
  }
  std::array<oid, MAX_OID_LEN> numbers{};
  for (const Oid& wanted : request.oids) {
    std::copy(wanted.numbers().begin(), wanted.numbers().end(), numbers.begin());
    snmp_add_null_var(pdu, numbers.data(), wanted.size());
  }
  return pdu;
}

VarbindList varbinds_of(const snmp_pdu& pdu) {
  VarbindList list;
  std::size_t count = 0;
  for (const auto* variable = pdu.variables; variable; variable = variable->next_variable)
    ++count;
  list.reserve(count);
  for (const auto* variable = pdu.variables; variable; variable = variable->next_variable)
    list.push_back({to_oid(variable->name, variable->name_length), to_value(*variable)});
  return list;
}

Oid enterprise_of(const snmp_pdu& pdu) {
  return to_oid(pdu.enterprise, pdu.enterprise_length);
}

}  // namespace commune::snmp
