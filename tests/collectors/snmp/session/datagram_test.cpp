#include "collectors/snmp/session/datagram.hpp"

#include <gtest/gtest.h>

namespace commune::snmp {
namespace {

using Octets = std::vector<std::uint8_t>;

// GetResponse, community "public", request id 0x01020304, no varbinds.
const Octets kResponse = {0x30, 0x1B, 0x02, 0x01, 0x01, 0x04, 0x06, 'p',  'u',  'b',
                          'l',  'i',  'c',  0xA2, 0x0E, 0x02, 0x04, 0x01, 0x02, 0x03,
                          0x04, 0x02, 0x01, 0x00, 0x02, 0x01, 0x00, 0x30, 0x00};

TEST(Datagram, yields_version_community_and_request_id) {
  const auto head = read_head(kResponse);
  ASSERT_TRUE(head);
  EXPECT_EQ(head->version, 1);
  EXPECT_EQ(head->community, "public");
  EXPECT_EQ(head->pdu, PduTag::response);
  EXPECT_EQ(head->request_id, 0x01020304);
}

TEST(Datagram, is_refused_wherever_it_is_cut_before_the_end_of_its_head) {
  for (std::size_t length = 0; length < 21; ++length) {
    const auto head = read_head(Bytes(kResponse).first(length));
    // A cut inside the request id shortens it; it never counts as the whole one.
    EXPECT_FALSE(head && head->request_id == 0x01020304) << length;
  }
}

TEST(Datagram, with_lengths_that_lie_is_refused) {
  Octets lying = kResponse;
  lying[6] = 0xFF;  // length of the community: 127 octets of length
  EXPECT_FALSE(read_head(lying));
  lying = kResponse;
  lying[0] = 0x31;
  EXPECT_FALSE(read_head(lying));
}

TEST(Discovery, is_a_reportable_get_without_engine_or_user) {
  const Octets expected = {0x30, 0x3F, 0x02, 0x01, 0x03, 0x30, 0x12, 0x02, 0x04, 0x01, 0x02,
                           0x03, 0x04, 0x02, 0x04, 0x00, 0x00, 0xFF, 0xE3, 0x04, 0x01, 0x04,
                           0x02, 0x01, 0x03, 0x04, 0x10, 0x30, 0x0E, 0x04, 0x00, 0x02, 0x01,
                           0x00, 0x02, 0x01, 0x00, 0x04, 0x00, 0x04, 0x00, 0x04, 0x00, 0x30,
                           0x14, 0x04, 0x00, 0x04, 0x00, 0xA0, 0x0E, 0x02, 0x04, 0x01, 0x02,
                           0x03, 0x04, 0x02, 0x01, 0x00, 0x02, 0x01, 0x00, 0x30, 0x00};
  const auto message = discovery_message(0x01020304);
  EXPECT_EQ(message, expected);
  EXPECT_EQ(read_head(message)->message_id, 0x01020304);
  EXPECT_EQ(read_head(message)->flags, kReportableFlag);
  EXPECT_EQ(read_head(message)->user, "");
}

TEST(Datagram, yields_the_engine_of_an_snmpv3_report) {
  const Octets report = {0x30, 0x3D, 0x02, 0x01, 0x03, 0x30, 0x0E, 0x02, 0x01, 0x07, 0x02,
                         0x03, 0x00, 0xFF, 0xE3, 0x04, 0x01, 0x00, 0x02, 0x01, 0x03, 0x04,
                         0x16, 0x30, 0x14, 0x04, 0x05, 0x80, 0x00, 0x1F, 0x88, 0x04, 0x02,
                         0x01, 0x09, 0x02, 0x02, 0x10, 0x00, 0x04, 0x00, 0x04, 0x00, 0x04,
                         0x00, 0x30, 0x10, 0x04, 0x00, 0x04, 0x00, 0xA8, 0x0A, 0x02, 0x01,
                         0x07, 0x02, 0x01, 0x00, 0x02, 0x01, 0x00};
  const auto head = read_head(report);
  ASSERT_TRUE(head);
  EXPECT_EQ(head->message_id, 7);
  EXPECT_EQ(head->engine_id, std::string("\x80\x00\x1F\x88\x04", 5));
  EXPECT_EQ(head->engine_boots, 9u);
  EXPECT_EQ(head->engine_time, 4096u);
  EXPECT_EQ(head->pdu, PduTag::report);
}

}  // namespace
}  // namespace commune::snmp
