#include "agent/settings/profiles/profile_trap.hpp"

#include <filesystem>
#include <fstream>

#include "agent/settings/profiles/profile_file.hpp"
#include "agent/settings/profiles/profile_library.hpp"
#include "collectors/snmp/traps/notification.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::settings {
namespace {

using snmp::TrapKind;
using testing::ElementsAre;

std::vector<std::string> mistakes_of(const std::string& traps) {
  const auto draft = parse_profile("description = \"x\"\n" + traps, "x.toml");
  std::vector<std::string> lines;
  for (const Error& error : draft->findings.errors())
    lines.push_back(error.message());
  return lines;
}

TEST(ProfileTraps, are_read_in_their_order) {
  const auto draft = parse_profile(R"(description = "x"
[[trap]]
oid = "1.3.6.1.4.1.99.0.1"
kind = "dying_gasp"
[[trap]]
oid = "1.3.6.1.4.1.99.0.2"
kind = "on_battery"
varbind = "1.3.6.1.4.1.99.1"
is = [1, 2]
)",
                                   "x.toml");
  EXPECT_TRUE(draft->findings.errors().empty());
  const auto& traps = draft->profile.traps;
  ASSERT_EQ(traps.size(), 2U);
  EXPECT_EQ(traps[0].oid.str(), "1.3.6.1.4.1.99.0.1");
  EXPECT_EQ(traps[0].kind, TrapKind::dying_gasp);
  EXPECT_FALSE(traps[0].varbind);
  EXPECT_EQ(traps[1].kind, TrapKind::on_battery);
  EXPECT_EQ(traps[1].varbind->str(), "1.3.6.1.4.1.99.1");
  EXPECT_THAT(traps[1].is, ElementsAre(1, 2));
}

TEST(ProfileTraps, mistakes_are_reported_with_their_place) {
  EXPECT_THAT(mistakes_of("[[trap]]\noid = \"1.3.x\"\nkind = \"link_dwon\"\n"),
              ElementsAre("x.toml:3:7: \"1.3.x\" is not an OID such as 1.3.6.1.2.1.1.3.0",
                          "x.toml:4:8: kind \"link_dwon\" is not known (did you mean "
                          "\"link_down\"?)"));
  EXPECT_THAT(mistakes_of("[[trap]]\noid = \"1.3.6\"\n"),
              ElementsAre("x.toml:2:1: trap has no kind"));
  EXPECT_THAT(mistakes_of("[[trap]]\noid = \"1.3.6\"\nkind = \"other\"\nis = 3\n"),
              ElementsAre("x.toml:5:6: is needs varbind: the OID whose number it is"));
  EXPECT_THAT(mistakes_of("[[trap]]\noid = \"1.3.6\"\nkind = \"other\"\nvarbind = \"1.3.7\"\n"),
              ElementsAre("x.toml:5:11: varbind needs is: the numbers that it may have"));
  EXPECT_THAT(
      mistakes_of(
          "[[trap]]\noid = \"1.3.6\"\nkind = \"other\"\nvarbind = \"1.3.7\"\nis = [1, \"2\"]\n"),
      ElementsAre("x.toml:6:10: is is a text; it must be a whole number, or a list of them"));
  EXPECT_THAT(mistakes_of("[[trap]]\noid = \"1.3.6\"\nkind = \"other\"\n"
                          "[[trap]]\noid = \"1.3.6\"\nkind = \"restart\"\n"),
              ElementsAre("x.toml:6:7: an earlier trap already uses 1.3.6"));
}

TEST(ProfileTraps, of_a_profile_come_before_those_that_it_inherits) {
  const std::string directory = testing::TempDir() + "profile-traps";
  std::filesystem::remove_all(directory);
  std::filesystem::create_directories(directory);
  std::ofstream(directory + "/generic.toml") << R"(description = "g"
[[trap]]
oid = "1.3.6.1.6.3.1.1.5.3"
kind = "link_down"
[[trap]]
oid = "1.3.6.1.6.3.1.1.5.4"
kind = "link_up"
)";
  std::ofstream(directory + "/box.toml") << R"(description = "b"
extends = ["generic"]
[[trap]]
oid = "1.3.6.1.6.3.1.1.5.3"
kind = "other"
)";
  const auto profiles = load_profiles(std::vector{directory});
  std::filesystem::remove_all(directory);
  ASSERT_TRUE(profiles);
  const auto& box = *profiles->front();
  ASSERT_EQ(box.name, "box");
  EXPECT_EQ(snmp::kind_of({{1, 3, 6, 1, 6, 3, 1, 1, 5, 3}, {}}, box.traps), TrapKind::other);
  EXPECT_EQ(snmp::kind_of({{1, 3, 6, 1, 6, 3, 1, 1, 5, 4}, {}}, box.traps), TrapKind::link_up);
}

}  // namespace
}  // namespace commune::settings
