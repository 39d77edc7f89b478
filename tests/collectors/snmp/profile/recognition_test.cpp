#include "collectors/snmp/profile/recognition.hpp"

#include <gtest/gtest.h>

namespace commune::snmp {
namespace {

const Oid kNetSnmp = Oid::parse("1.3.6.1.4.1.8072.3.2.10").value();
const Oid kModel = Oid::parse("1.3.6.1.4.1.41112.1.6.3.3.0").value();

Match match(const char* sys_object_id, const char* sys_descr = nullptr,
            const Oid* answers = nullptr, const char* answer = nullptr) {
  Match made;
  if (sys_object_id) made.sys_object_id = Oid::parse(sys_object_id).value();
  if (sys_descr) made.sys_descr = Pattern(sys_descr);
  if (answers) made.answers = *answers;
  if (answer) made.answer = Pattern(answer);
  return made;
}

ProfilePtr profile(const std::string& name, std::vector<Match> matches) {
  auto made = std::make_shared<Profile>();
  made->name = name;
  made->matches = std::move(matches);
  return made;
}

std::string chosen(const std::vector<ProfilePtr>& profiles, const DeviceFacts& facts) {
  const auto best = choose(profiles, facts);
  return best ? best->name : "none";
}

TEST(Recognition, the_longest_sys_object_id_wins) {
  const std::vector profiles = {profile("generic", {}),
                                profile("huawei", {match("1.3.6.1.4.1.2011")}),
                                profile("smartax", {match("1.3.6.1.4.1.2011.2.123")})};
  EXPECT_EQ(chosen(profiles, {Oid::parse("1.3.6.1.4.1.2011.2.123").value(), "", {}}), "smartax");
  EXPECT_EQ(chosen(profiles, {Oid::parse("1.3.6.1.4.1.2011.2.1234").value(), "", {}}), "huawei");
  EXPECT_EQ(chosen(profiles, {Oid::parse("1.3.6.1.4.1.9").value(), "", {}}), "generic");
}

TEST(Recognition, more_conditions_win_among_equal_object_ids) {
  const std::vector profiles = {profile("net-snmp", {match("1.3.6.1.4.1.8072.3.2.10")}),
                                profile("unifi", {match("1.3.6.1.4.1.8072.3.2.10", "^UAP")})};
  EXPECT_EQ(chosen(profiles, {kNetSnmp, "UAP-test 1.0", {}}), "unifi");
  EXPECT_EQ(chosen(profiles, {kNetSnmp, "Linux box", {}}), "net-snmp");
}

TEST(Recognition, an_answer_decides_where_the_object_id_says_nothing) {
  const std::vector profiles = {
      profile("net-snmp", {match("1.3.6.1.4.1.8072.3.2.10")}),
      profile("unifi", {match("1.3.6.1.4.1.8072.3.2.10", nullptr, &kModel, "^U")})};
  const Value there = std::string("UAP"), other = std::string("ES-8"), none = Absent::null;
  EXPECT_EQ(chosen(profiles, {kNetSnmp, "", {{kModel, there}}}), "unifi");
  EXPECT_EQ(chosen(profiles, {kNetSnmp, "", {{kModel, other}}}), "net-snmp");
  EXPECT_EQ(chosen(profiles, {kNetSnmp, "", {{kModel, none}}}), "net-snmp");
  EXPECT_EQ(chosen(profiles, {kNetSnmp, "", {}}), "net-snmp");
}

TEST(Recognition, equal_fits_go_by_name) {
  const std::vector profiles = {profile("b", {match("1.3.6.1.4.1.9")}),
                                profile("a", {match("1.3.6.1.4.1.9")})};
  EXPECT_EQ(chosen(profiles, {Oid::parse("1.3.6.1.4.1.9.1").value(), "", {}}), "a");
}

TEST(Recognition, a_profile_without_matches_is_never_found) {
  EXPECT_EQ(chosen({profile("base", {})}, {kNetSnmp, "", {}}), "none");
  EXPECT_EQ(chosen({profile("base", {Match{}})}, {kNetSnmp, "", {}}), "none");
}

TEST(Recognition, asks_only_what_can_still_decide) {
  const Oid other = Oid::parse("1.3.6.1.4.1.48690.1.3.0").value();
  const std::vector profiles = {
      profile("a", {match("1.3.6.1.4.1.8072.3.2.10", nullptr, &kModel)}),
      profile("b", {match("1.3.6.1.4.1.8072.3.2.10", nullptr, &kModel, "^U")}),
      profile("c", {match("1.3.6.1.4.1.9", nullptr, &other)}),
      profile("d", {match("1.3.6.1.4.1.8072", "^RUT", &other)})};
  EXPECT_EQ(probes_needed(profiles, kNetSnmp, "Linux"), std::vector{kModel});
  EXPECT_EQ(probes_needed(profiles, kNetSnmp, "RUT950"), (std::vector{kModel, other}));
  EXPECT_TRUE(probes_needed(profiles, Oid::parse("1.3.6.1.4.1.14988.1").value(), "").empty());
}

}  // namespace
}  // namespace commune::snmp
