#include "collectors/snmp/traps/notification.hpp"

#include "collectors/snmp/traps/trap_kind.hpp"

#include <gtest/gtest.h>

namespace commune::snmp {
namespace {

const Oid kLinkDown = {1, 3, 6, 1, 6, 3, 1, 1, 5, 3};
const Oid kIfIndex3 = {1, 3, 6, 1, 2, 1, 2, 2, 1, 1, 3};
const Oid kIfDescr3 = {1, 3, 6, 1, 2, 1, 2, 2, 1, 2, 3};
const Oid kIfName3 = {1, 3, 6, 1, 2, 1, 31, 1, 1, 1, 1, 3};
const Oid kSysUpTime = {1, 3, 6, 1, 2, 1, 1, 3, 0};
const Oid kTrapOid = {1, 3, 6, 1, 6, 3, 1, 1, 4, 1, 0};
const Oid kApc = {1, 3, 6, 1, 4, 1, 318};

Integer number(std::int64_t value) {
  return {IntegerType::integer32, value};
}

TEST(NotificationOfV1, generic_traps_become_the_standard_notifications) {
  for (std::uint32_t generic = 0; generic < 6; ++generic) {
    const auto made = notification_of_v1(kApc, generic, 0, {});
    ASSERT_TRUE(made);
    EXPECT_EQ(made->oid, (Oid{1, 3, 6, 1, 6, 3, 1, 1, 5, generic + 1}));
  }
  EXPECT_EQ(notification_of_v1(kApc, 2, 0, {})->oid, kLinkDown);
}

TEST(NotificationOfV1, specific_traps_get_a_zero_behind_their_enterprise) {
  EXPECT_EQ(notification_of_v1(kApc, 6, 5, {})->oid, (Oid{1, 3, 6, 1, 4, 1, 318, 0, 5}));
}

TEST(NotificationOfV1, what_no_trap_can_be_is_refused) {
  EXPECT_FALSE(notification_of_v1(kApc, 7, 0, {}));
  EXPECT_FALSE(notification_of_v1(kApc, -1, 0, {}));
  EXPECT_FALSE(notification_of_v1(kApc, 6, -1, {}));
  Oid longest = kApc;
  while (longest.size() < Oid::kMostNumbers - 1)
    longest = longest.with(1);
  EXPECT_FALSE(notification_of_v1(longest, 6, 5, {}));
}

TEST(NotificationOfV2, is_named_by_its_trap_oid_and_keeps_the_other_varbinds) {
  const auto made = notification_of_v2(
      {{kSysUpTime, number(4711)}, {kTrapOid, OidValue(kLinkDown)}, {kIfIndex3, number(3)}});
  ASSERT_TRUE(made);
  EXPECT_EQ(made->oid, kLinkDown);
  ASSERT_EQ(made->varbinds.size(), 1u);
  EXPECT_EQ(made->varbinds[0].oid, kIfIndex3);
}

TEST(NotificationOfV2, without_a_trap_oid_is_none) {
  EXPECT_FALSE(notification_of_v2({}));
  EXPECT_FALSE(notification_of_v2({{kSysUpTime, number(1)}, {kTrapOid, number(3)}}));
}

TEST(InterfaceOf, prefers_the_name_to_the_description_to_the_index) {
  Notification notification{kLinkDown, {{kIfIndex3, number(3)}}};
  EXPECT_EQ(interface_of(notification), "ifIndex 3");
  notification.varbinds.push_back({kIfDescr3, std::string("Ethernet 3\0", 11)});
  EXPECT_EQ(interface_of(notification), "Ethernet 3");
  notification.varbinds.push_back({kIfName3, std::string("ether3\n\x1b[31m")});
  EXPECT_EQ(interface_of(notification).find('\x1b'), std::string::npos);
  EXPECT_EQ(interface_of(notification).substr(0, 6), "ether3");
  EXPECT_EQ(interface_of({kLinkDown, {}}), "");
}

TEST(KindOf, is_that_of_the_first_rule_that_fits) {
  const std::vector<TrapRule> rules = {{kLinkDown, TrapKind::other, {}, {}},
                                       {kLinkDown, TrapKind::link_down, {}, {}}};
  EXPECT_EQ(kind_of({kLinkDown, {}}, rules), TrapKind::other);
  EXPECT_EQ(kind_of({kLinkDown, {}}, {rules[1]}), TrapKind::link_down);
  EXPECT_EQ(kind_of({kLinkDown.with(1), {}}, {rules[1]}), TrapKind::other);
  EXPECT_EQ(kind_of({kLinkDown, {}}, {}), TrapKind::other);
}

TEST(KindOf, treats_the_v1_and_the_v2_form_of_an_oid_alike) {
  const Oid v2 = {1, 3, 6, 1, 2, 1, 33, 2, 1}, v1 = {1, 3, 6, 1, 2, 1, 33, 2, 0, 1};
  EXPECT_EQ(kind_of({v1, {}}, {{v2, TrapKind::on_battery, {}, {}}}), TrapKind::on_battery);
  EXPECT_EQ(kind_of({v2, {}}, {{v1, TrapKind::on_battery, {}, {}}}), TrapKind::on_battery);
  EXPECT_EQ(kind_of({{1, 3, 6, 1, 2, 1, 33, 2, 0, 2}, {}}, {{v2, TrapKind::on_battery, {}, {}}}),
            TrapKind::other);
}

TEST(KindOf, may_depend_on_a_varbind) {
  const Oid event = {1, 3, 6, 1, 2, 1, 158, 0, 2}, type = {1, 3, 6, 1, 2, 1, 158, 1, 6, 1, 4};
  const std::vector<TrapRule> rules = {{event, TrapKind::dying_gasp, type, {257, 300}}};
  const auto kind_for = [&](Value value) {
    return kind_of({event, {{type.with(2).with(7), std::move(value)}}}, rules);
  };
  EXPECT_EQ(kind_for(number(257)), TrapKind::dying_gasp);
  EXPECT_EQ(kind_for(number(256)), TrapKind::other);
  EXPECT_EQ(kind_for(std::string("257")), TrapKind::other);
  EXPECT_EQ(kind_of({event, {}}, rules), TrapKind::other);
}

}  // namespace
}  // namespace commune::snmp
