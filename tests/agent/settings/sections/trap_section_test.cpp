#include "agent/settings/sections/trap_section.hpp"

#include <string>

#include "tests/agent/settings/configuration.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::settings {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string with_traps(const std::string& traps) {
  return smallest_with("state_dir = \"state\"\n", "state_dir = \"state\"\ntraps = " + traps + "\n");
}

std::vector<std::string> trap_errors(const std::string& traps) {
  return LoadedText(with_traps(traps)).errors();
}

TEST(TrapSection, the_agent_does_not_listen_by_default) {
  const LoadedText loaded(kSmallest);
  ASSERT_THAT(loaded.errors(), IsEmpty());
  EXPECT_FALSE(loaded.result->traps.enabled());
}

TEST(TrapSection, is_read_with_one_address_or_several) {
  const LoadedText one(with_traps("{ listen = \"0.0.0.0:162\" }"));
  ASSERT_THAT(one.errors(), IsEmpty());
  EXPECT_THAT(*one.result->traps.listen, ElementsAre("0.0.0.0:162"));
  EXPECT_EQ(one.result->traps.community, "");
  EXPECT_EQ(one.result->traps.engine_file, one.directory.path() + "/state/snmp-engine");
  const LoadedText several(
      with_traps("{ listen = [\"0.0.0.0:162\", \"[::]:162\"], community = \"public\" }"));
  ASSERT_THAT(several.errors(), IsEmpty());
  EXPECT_THAT(*several.result->traps.listen, ElementsAre("0.0.0.0:162", "[::]:162"));
  EXPECT_EQ(several.result->traps.community, "public");
}

TEST(TrapSection, the_community_is_a_secret) {
  EXPECT_THAT(
      trap_errors("{ listen = \"0.0.0.0:162\", community = { env = \"NO_SUCH_VARIABLE\" } }"),
      ElementsAre(testing::StartsWith("c.toml:7:47: ")));
  const auto inline_secret = trap_errors("{ listen = \"0.0.0.0:162\", community = \"s3cret\" }");
  ASSERT_EQ(inline_secret.size(), 1U);
  EXPECT_THAT(inline_secret[0], testing::StartsWith("c.toml:7:47: "));
  EXPECT_THAT(inline_secret[0], testing::Not(testing::HasSubstr("s3cret")));
}

TEST(TrapSection, mistakes_are_reported_with_their_place) {
  const auto no_address = [](const std::string& where, const std::string& text) {
    return "c.toml:7:" + where + ": listen \"" + text +
           "\" is not address:port, such as \"0.0.0.0:162\" or \"[::]:162\"";
  };
  EXPECT_THAT(trap_errors("{ listen = \"0.0.0.0\" }"), ElementsAre(no_address("20", "0.0.0.0")));
  EXPECT_THAT(trap_errors("{ listen = [\"[::]:162\", \"localhost:162\"] }"),
              ElementsAre(no_address("33", "localhost:162")));
  EXPECT_THAT(trap_errors("{ listen = [\"[::]:162\", \"[::]:162\"] }"),
              ElementsAre("c.toml:7:33: listen names \"[::]:162\" twice"));
  EXPECT_THAT(trap_errors("{ listen = 162 }"),
              ElementsAre("c.toml:7:20: listen is a whole number; it must be a text in quotes"));
  EXPECT_THAT(
      trap_errors("{ listen = [] }"),
      ElementsAre("c.toml:7:20: listen is an empty list; to disable traps, remove [agent.traps]"));
  EXPECT_THAT(trap_errors("{ comunity = \"public\" }"),
              ElementsAre("c.toml:7:9: agent.traps has no listen",
                          "c.toml:7:11: unknown key \"comunity\" in agent.traps (did you mean "
                          "\"community\"?)"));
}

}  // namespace
}  // namespace commune::settings
