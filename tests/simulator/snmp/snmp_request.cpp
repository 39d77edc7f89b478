#include "tests/simulator/snmp/snmp_request.hpp"

#include "tests/simulator/snmp/ber.hpp"

namespace commune::simulator {
namespace {

std::optional<PduType> pdu_type(std::uint8_t tag, Version version) {
  const auto type = static_cast<PduType>(tag);
  switch (type) {
    case PduType::get:
    case PduType::get_next:
    case PduType::set:
      return type;
    case PduType::get_bulk:
      if (version == Version::v2c) return type;
      break;
  }
  return std::nullopt;
}

bool take_varbinds(std::string_view list, std::vector<Oid>& oids) {
  ber::Reader varbinds(list);
  while (!varbinds.at_end()) {
    const auto varbind = varbinds.next(ber::kSequence);
    if (!varbind) return false;
    ber::Reader parts(*varbind);
    auto oid = parts.next_oid();
    if (!oid || !parts.next() || !parts.at_end()) return false;
    oids.push_back(std::move(*oid));
  }
  return true;
}

}  // namespace

std::optional<SnmpRequest> decode_request(std::string_view bytes) {
  ber::Reader datagram(bytes);
  const auto message = datagram.next(ber::kSequence);
  if (!message) return std::nullopt;
  ber::Reader parts(*message);
  const auto version = parts.next_integer();
  const auto community = parts.next(ber::kOctetString);
  if (!version || *version < 0 || *version > 1 || !community) return std::nullopt;

  SnmpRequest request;
  request.version = static_cast<Version>(*version);
  request.community = *community;
  const auto pdu = parts.next();
  const auto type = pdu ? pdu_type(pdu->tag, request.version) : std::nullopt;
  if (!type) return std::nullopt;
  request.type = *type;

  ber::Reader fields(pdu->content);
  const auto id = fields.next_integer();
  const auto first = fields.next_integer();
  const auto second = fields.next_integer();
  const auto list = fields.next(ber::kSequence);
  if (!id || !first || !second || !list) return std::nullopt;
  request.request_id = *id;
  request.non_repeaters = *first;
  request.max_repetitions = *second;
  request.varbinds = *list;
  if (!take_varbinds(*list, request.oids)) return std::nullopt;
  return request;
}

}  // namespace commune::simulator
