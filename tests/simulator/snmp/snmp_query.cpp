#include "tests/simulator/snmp/snmp_query.hpp"

#include "tests/simulator/snmp/ber.hpp"

namespace commune::simulator {

std::string encode(const SnmpQuery& query) {
  std::string varbinds;
  for (const Oid& oid : query.oids) {
    std::string varbind;
    ber::append(varbind, ber::kOid, ber::encode_oid(oid));
    ber::append(varbind, ber::kNull, {});
    ber::append(varbinds, ber::kSequence, varbind);
  }
  std::string pdu;
  ber::append_signed(pdu, ber::kInteger, query.request_id);
  ber::append_signed(pdu, ber::kInteger, query.non_repeaters);
  ber::append_signed(pdu, ber::kInteger, query.max_repetitions);
  ber::append(pdu, ber::kSequence, varbinds);
  std::string parts;
  ber::append_signed(parts, ber::kInteger, static_cast<std::int64_t>(query.version));
  ber::append(parts, ber::kOctetString, query.community);
  ber::append(parts, static_cast<std::uint8_t>(query.type), pdu);
  std::string message;
  ber::append(message, ber::kSequence, parts);
  return message;
}

}  // namespace commune::simulator
