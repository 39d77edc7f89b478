// Any bytes through the look that the session takes at a datagram before net-snmp reads it.
#include "collectors/snmp/session/datagram.hpp"
#include "tests/fuzz/require.hpp"
#include "tests/fuzz/target.hpp"
#include "tests/simulator/snmp/ber.hpp"

namespace commune::fuzz {
namespace {

namespace ber = simulator::ber;
using ber::element;
using ber::integer;

constexpr std::uint8_t kResponse = 0xA2, kReport = 0xA8;

using snmp::DatagramHead;
using snmp::PduTag;

void check_within(const std::string& field, std::span<const std::uint8_t> bytes) {
  const std::string datagram(bytes.begin(), bytes.end());
  require(datagram.find(field) != std::string::npos, "a field that is not in the datagram");
}

void check_same_with_more_behind(const DatagramHead& head, std::span<const std::uint8_t> bytes) {
  // Only a truncated datagram may be judged differently when the rest is there.
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
  const auto varbinds = element(ber::kSequence, element(ber::kSequence, oid + integer(1)));
  const auto response = element(kResponse, {integer(0x01020304), integer(0), integer(0), varbinds});
  const auto by_community = [&](int version) {
    return element(ber::kSequence,
                   {integer(version), element(ber::kOctetString, "public"), response});
  };
  const auto empty = element(ber::kOctetString, ""),
             engine = element(ber::kOctetString, "\x80seed");
  const auto global = element(ber::kSequence, {integer(0x01020304), integer(1500),
                                               element(ber::kOctetString, "\x04"), integer(3)});
  const auto security =
      element(ber::kSequence, {engine, integer(5), integer(9), empty, empty, empty});
  const auto scoped = element(ber::kSequence, {engine, empty, element(kReport, "")});
  return {
      std::string(discovery.begin(), discovery.end()), by_community(0), by_community(1),
      element(ber::kSequence, {integer(3), global, element(ber::kOctetString, security), scoped}),
      element(ber::kSequence, {integer(3), global, element(ber::kOctetString, security),
                               element(ber::kOctetString, "encrypted")})};
}

}  // namespace commune::fuzz
