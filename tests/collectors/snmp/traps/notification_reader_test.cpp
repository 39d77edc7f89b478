// Notifications of v1 and v2c byte by byte through net-snmp. SNMPv3 is tested against the programs
// that send it (tests/e2e/traps_test.py).
#include "collectors/snmp/traps/notification_reader.hpp"

#include "tests/simulator/snmp/ber.hpp"

#include <gtest/gtest.h>

namespace commune::snmp {
namespace {

using Octets = std::vector<std::uint8_t>;

const Oid kLinkDown = {1, 3, 6, 1, 6, 3, 1, 1, 5, 3};
constexpr std::uint8_t kSysUpTime[] = {0x30, 0x0D, 0x06, 0x08, 0x2B, 0x06, 0x01, 0x02,
                                       0x01, 0x01, 0x03, 0x00, 0x43, 0x01, 0x2A};
constexpr std::uint8_t kTrapOid[] = {0x30, 0x17, 0x06, 0x0A, 0x2B, 0x06, 0x01, 0x06, 0x03,
                                     0x01, 0x01, 0x04, 0x01, 0x00, 0x06, 0x09, 0x2B, 0x06,
                                     0x01, 0x06, 0x03, 0x01, 0x01, 0x05, 0x03};
constexpr std::uint8_t kIfIndex[] = {0x30, 0x0F, 0x06, 0x0A, 0x2B, 0x06, 0x01, 0x02, 0x01,
                                     0x02, 0x02, 0x01, 0x01, 0x03, 0x02, 0x01, 0x03};

template <typename... Parts>
Octets joined(const Parts&... parts) {
  Octets all;
  (all.insert(all.end(), std::begin(parts), std::end(parts)), ...);
  return all;
}

Octets element(std::uint8_t tag, const Octets& contents) {
  const auto made = simulator::ber::element(tag, std::string(contents.begin(), contents.end()));
  return {made.begin(), made.end()};
}

Octets message(std::uint8_t version, const Octets& pdu) {
  const Octets community = {0x04, 6, 'p', 'u', 'b', 'l', 'i', 'c'};
  return element(0x30, joined(Octets{2, 1, version}, community, pdu));
}

Octets v2(std::uint8_t pdu, const Octets& varbinds) {
  const Octets request = {2, 2, 0x12, 0x34, 2, 1, 0, 2, 1, 0};
  return message(1, element(pdu, joined(request, element(0x30, varbinds))));
}

Octets v1(std::uint8_t generic, std::uint8_t specific) {
  const Octets enterprise = {6, 7, 0x2B, 6, 1, 4, 1, 0x82, 0x3E};  // 1.3.6.1.4.1.318
  const Octets rest = {0x40, 4, 10,      0, 0, 1,                  // agent-addr
                       2,    1, generic, 2, 1, specific,           // generic-trap, specific-trap
                       0x43, 1, 42};                               // time-stamp
  return message(0, element(0xA4, joined(enterprise, rest, element(0x30, joined(kIfIndex)))));
}

class Reader : public testing::Test {
 protected:
  ReadNotification read(const Octets& datagram) {
    const auto head = read_head(datagram);
    if (!head) return {{}, TrapRefusal::malformed, {}};
    return reader->read(datagram, *head, sender, MonoTime());
  }

  asio::io_context loop;
  SessionFactory sessions{loop};
  std::unique_ptr<NotificationReader> reader = std::make_unique<NotificationReader>(
      sessions, LocalEngine{std::string("\x80\0\x1f\x88\x05unit", 9), 7});
  TrapSender sender;
};

TEST_F(Reader, reads_a_v2c_trap) {
  const auto got = read(v2(0xA7, joined(kSysUpTime, kTrapOid, kIfIndex)));
  ASSERT_TRUE(got.notification);
  EXPECT_EQ(got.notification->oid, kLinkDown);
  EXPECT_EQ(interface_of(*got.notification), "ifIndex 3");
  EXPECT_TRUE(got.answer.empty());
}

TEST_F(Reader, answers_a_v2c_inform_with_its_own_varbinds) {
  const auto inform = v2(0xA6, joined(kSysUpTime, kTrapOid, kIfIndex));
  const auto got = read(inform);
  ASSERT_TRUE(got.notification);
  EXPECT_EQ(got.notification->oid, kLinkDown);
  const auto answer = read_head(got.answer);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->pdu, PduTag::response);
  EXPECT_EQ(answer->request_id, 0x1234);
  EXPECT_EQ(answer->community, "public");
  // RFC 3416, 4.2.7: but for the tag the answer is what came.
  EXPECT_TRUE(std::equal(got.answer.end() - sizeof kIfIndex, got.answer.end(), kIfIndex));
}

TEST_F(Reader, reads_a_v1_trap_as_rfc_3584_maps_it) {
  EXPECT_EQ(read(v1(2, 0)).notification->oid, kLinkDown);
  EXPECT_EQ(read(v1(6, 5)).notification->oid, (Oid{1, 3, 6, 1, 4, 1, 318, 0, 5}));
  EXPECT_EQ(read(v1(9, 5)).refusal, TrapRefusal::malformed);
}

TEST_F(Reader, refuses_a_notification_without_a_trap_oid_and_does_not_answer_it) {
  const auto got = read(v2(0xA6, joined(kSysUpTime, kIfIndex)));
  EXPECT_EQ(got.refusal, TrapRefusal::malformed);
  EXPECT_TRUE(got.answer.empty());
}

TEST_F(Reader, survives_every_cut_and_every_flipped_byte) {
  for (const Octets& whole : {v2(0xA6, joined(kSysUpTime, kTrapOid, kIfIndex)), v1(2, 0)}) {
    for (std::size_t length = 0; length < whole.size(); ++length)
      EXPECT_FALSE(read(Octets(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length)))
                       .notification)
          << length;
    for (std::size_t at = 0; at < whole.size(); ++at)
      for (int flip = 1; flip < 256; ++flip) {
        Octets mutated = whole;
        mutated[at] = static_cast<std::uint8_t>(mutated[at] ^ flip);
        read(mutated);
      }
    EXPECT_TRUE(read(whole).notification);
  }
}

TEST_F(Reader, answers_a_request_for_its_engine_and_boots) {
  const auto got = read(discovery_message(4711));
  EXPECT_FALSE(got.notification);
  EXPECT_FALSE(got.refusal);
  const auto report = read_head(got.answer);
  ASSERT_TRUE(report);
  EXPECT_EQ(report->pdu, PduTag::report);
  EXPECT_EQ(report->message_id, 4711);
  EXPECT_EQ(report->engine_id, std::string("\x80\0\x1f\x88\x05unit", 9));
  EXPECT_EQ(report->engine_boots, 7u);
}

TEST_F(Reader, a_second_reader_is_another_engine) {
  reader.reset();
  reader = std::make_unique<NotificationReader>(
      sessions, LocalEngine{std::string("\x80\0\x1f\x88\x05other", 10), 1});
  const auto report = read_head(read(discovery_message(1)).answer);
  ASSERT_TRUE(report);
  EXPECT_EQ(report->engine_id, std::string("\x80\0\x1f\x88\x05other", 10));
  EXPECT_EQ(report->engine_boots, 1u);
}

}  // namespace
}  // namespace commune::snmp
