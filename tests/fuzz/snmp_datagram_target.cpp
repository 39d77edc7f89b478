// Any bytes through the look that the session takes at a datagram before net-snmp reads it.
#include "collectors/snmp/session/datagram.hpp"
#include "tests/fuzz/ber.hpp"
#include "tests/fuzz/require.hpp"
#include "tests/fuzz/target.hpp"

namespace commune::fuzz {
namespace {

using snmp::DatagramHead;
using snmp::PduTag;

void check_within(const std::string& field, std::span<const std::uint8_t> bytes) {
  const std::string datagram(bytes.begin(), bytes.end());
  require(datagram.find(field) != std::string::npos, "a field that is not in the datagram");
}

void check_same_with_more_behind(const DatagramHead& head, std::span<const std::uint8_t> bytes) {
  // Only what is cut off may be told otherwise once the rest is there.
  if (bytes.size() < 2 || bytes[1] >= 0x80 || bytes.size() < std::size_t{2} + bytes[1]) return;
  std::vector<std::uint8_t> longer(bytes.begin(), bytes.end());
  longer.insert(longer.end(), 16, 0x30);
  const auto again = snmp::read_head(longer);
  require(again && again->community == head.community && again->request_id == head.request_id &&
              again->message_id == head.message_id && again->engine_id == head.engine_id,
          "bytes behind a whole message change its head");
}

}  // namespace

void run(std::span<const std::uint8_t> bytes) {
  const auto head = snmp::read_head(bytes);
  if (head) {
    require(head->version == 0 || head->version == 1 || head->version == 3, "version {}",
            head->version);
    check_within(head->community, bytes);
    check_within(head->engine_id, bytes);
    const bool plain = head->version != 3;
    require(!plain || (head->pdu >= PduTag::get && head->pdu <= PduTag::report),
            "a message of a community holds no PDU");
    require(!plain || head->engine_id.empty(), "an engine without SNMPv3");
    check_same_with_more_behind(*head, bytes);
  }
  const auto id = static_cast<std::int32_t>(bytes.size() * 0x01010101U & 0x7FFFFFFFU);
  const auto discovery = snmp::read_head(snmp::discovery_message(id));
  require(discovery && discovery->version == 3 && discovery->message_id == id,
          "our own discovery message is not understood");
}

std::vector<std::string> seeds() {
  const auto discovery = snmp::discovery_message(0x01020304);
  const std::string oid("\x06\x08\x2B\x06\x01\x02\x01\x01\x03\x00", 10);
  const auto varbinds = ber(kBerSequence, ber(kBerSequence, oid + ber_integer(1)));
  const auto response =
      ber(kBerResponse, {ber_integer(0x01020304), ber_integer(0, 1), ber_integer(0, 1), varbinds});
  const auto by_community = [&](int version) {
    return ber(kBerSequence, {ber_integer(version, 1), ber(kBerOctets, "public"), response});
  };
  const auto empty = ber(kBerOctets, ""), engine = ber(kBerOctets, "\x80seed");
  const auto global = ber(kBerSequence, {ber_integer(0x01020304), ber_integer(1500),
                                         ber(kBerOctets, "\x04"), ber_integer(3, 1)});
  const auto security =
      ber(kBerSequence, {engine, ber_integer(5), ber_integer(9), empty, empty, empty});
  const auto scoped = ber(kBerSequence, {engine, empty, ber(kBerReport, "")});
  return {std::string(discovery.begin(), discovery.end()), by_community(0), by_community(1),
          ber(kBerSequence, {ber_integer(3, 1), global, ber(kBerOctets, security), scoped}),
          ber(kBerSequence, {ber_integer(3, 1), global, ber(kBerOctets, security),
                             ber(kBerOctets, "encrypted")})};
}

}  // namespace commune::fuzz
