#include "collectors/snmp/traps/trap_senders.hpp"

#include <gtest/gtest.h>

namespace commune::snmp {
namespace {

const DeviceId kAp{"ap"}, kOlt{"olt"}, kGateway{"gw"};

Address address(const char* text) {
  return *numeric_address(text);
}

Credentials community(const char* word) {
  Credentials made;
  made.community = word;
  return made;
}

Credentials user(const char* name, SecurityLevel level) {
  Credentials made;
  made.version = Version::v3;
  made.user = name;
  made.level = level;
  return made;
}

DatagramHead of_v2(const char* word, PduTag pdu = PduTag::trap_v2) {
  DatagramHead made;
  made.version = 1;
  made.community = word;
  made.pdu = pdu;
  return made;
}

DatagramHead of_v3(const char* name, std::uint8_t flags) {
  DatagramHead made;
  made.version = 3;
  made.user = name;
  made.engine_id = "engine";
  made.flags = flags;
  made.pdu = (flags & kPrivFlag) != 0 ? PduTag::encrypted : PduTag::trap_v2;
  return made;
}

class TrapSendersTest : public testing::Test {
 protected:
  TrapSendersTest() {
    senders.put(kAp, community("public"), address("10.0.0.1"));
    senders.put(kOlt, user("reader", SecurityLevel::auth_priv), address("fd00::1"));
  }

  // The device, or the word for why there is none.
  std::string taken(const char* from, const DatagramHead& head, const std::string& common = "") {
    const auto* entry = senders.at(address(from));
    if (!entry) return "unknown_source";
    const auto sender = sender_of(*entry, head, common);
    return sender ? (*sender)->device.value : std::string(to_string(sender.error()));
  }

  TrapSenders senders;
};

TEST_F(TrapSendersTest, find_devices_by_address_also_where_ipv4_is_mapped_into_ipv6) {
  EXPECT_EQ(taken("10.0.0.1", of_v2("public")), "ap");
  EXPECT_EQ(taken("::ffff:10.0.0.1", of_v2("public")), "ap");
  EXPECT_EQ(taken("10.0.0.2", of_v2("public")), "unknown_source");
}

TEST_F(TrapSendersTest, accept_the_devices_own_community_or_the_common_one_in_its_place) {
  EXPECT_EQ(taken("10.0.0.1", of_v2("private")), "community");
  EXPECT_EQ(taken("10.0.0.1", of_v2("public"), "traps"), "community");
  EXPECT_EQ(taken("10.0.0.1", of_v2("traps"), "traps"), "ap");
  EXPECT_EQ(taken("10.0.0.1", of_v2("")), "community");
}

TEST_F(TrapSendersTest, accept_v1_and_v2c_from_a_device_polled_with_either) {
  DatagramHead v1 = of_v2("public", PduTag::trap_v1);
  v1.version = 0;
  EXPECT_EQ(taken("10.0.0.1", v1), "ap");
  EXPECT_EQ(taken("10.0.0.1", of_v3("reader", kAuthFlag | kPrivFlag)), "version");
}

TEST_F(TrapSendersTest, refuse_a_notification_with_weaker_security_than_the_device_is_polled_with) {
  EXPECT_EQ(taken("fd00::1", of_v3("reader", kAuthFlag | kPrivFlag)), "olt");
  EXPECT_EQ(taken("fd00::1", of_v3("reader", kAuthFlag)), "user");
  EXPECT_EQ(taken("fd00::1", of_v3("reader", 0)), "user");
  EXPECT_EQ(taken("fd00::1", of_v3("stranger", kAuthFlag | kPrivFlag)), "user");
  EXPECT_EQ(taken("fd00::1", of_v2("public")), "version");
  senders.put(kOlt, user("reader", SecurityLevel::auth_no_priv), address("fd00::1"));
  EXPECT_EQ(taken("fd00::1", of_v3("reader", kAuthFlag | kPrivFlag)), "olt");
}

TEST_F(TrapSendersTest, let_only_devices_with_v3_ask_for_our_engine) {
  DatagramHead asking = of_v3("", kReportableFlag);
  asking.engine_id.clear();
  asking.pdu = PduTag::get;
  EXPECT_EQ(taken("fd00::1", asking), "olt");
  EXPECT_EQ(taken("10.0.0.1", asking), "version");
  asking.flags = 0;
  EXPECT_EQ(taken("fd00::1", asking), "not_a_notification");
}

TEST_F(TrapSendersTest, refuse_requests_and_responses) {
  EXPECT_EQ(taken("10.0.0.1", of_v2("public", PduTag::get)), "not_a_notification");
  EXPECT_EQ(taken("10.0.0.1", of_v2("public", PduTag::set)), "not_a_notification");
  EXPECT_EQ(taken("10.0.0.1", of_v2("public", PduTag::response)), "not_a_notification");
  EXPECT_EQ(taken("10.0.0.1", of_v2("public", PduTag::trap_v1)), "not_a_notification");
  EXPECT_EQ(taken("10.0.0.1", of_v2("public", PduTag::inform)), "ap");
}

TEST_F(TrapSendersTest, choose_between_two_devices_at_one_address_by_community) {
  senders.put(kGateway, community("other"), address("10.0.0.1"));
  EXPECT_EQ(taken("10.0.0.1", of_v2("public")), "ap");
  EXPECT_EQ(taken("10.0.0.1", of_v2("other")), "gw");
}

TEST_F(TrapSendersTest, follow_a_device_to_another_address) {
  senders.put(kAp, community("public"), address("10.0.0.9"));
  EXPECT_EQ(taken("10.0.0.1", of_v2("public")), "unknown_source");
  EXPECT_EQ(taken("10.0.0.9", of_v2("public")), "ap");
  senders.put(kAp, community("public"), std::nullopt);
  EXPECT_EQ(taken("10.0.0.9", of_v2("public")), "unknown_source");
}

TEST_F(TrapSendersTest, forget_devices_that_are_gone) {
  senders.keep_only({kOlt});
  EXPECT_EQ(taken("10.0.0.1", of_v2("public")), "unknown_source");
  EXPECT_EQ(taken("fd00::1", of_v3("reader", kAuthFlag | kPrivFlag)), "olt");
}

}  // namespace
}  // namespace commune::snmp
