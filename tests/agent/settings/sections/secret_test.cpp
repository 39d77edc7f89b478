#include "agent/settings/sections/secret.hpp"

#include <cstdlib>
#include <filesystem>
#include <string>

#include "tests/agent/settings/configuration.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::settings {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* kVariable = "COMMUNE_TEST_COMMUNITY";

std::string with_community(std::string_view value) {
  return smallest_with("community = \"public\"", "community = " + std::string(value));
}

std::string community_of(const LoadedText& loaded) {
  return loaded.result ? loaded.result->snmp_targets.at(0).credentials.community : "none";
}

// Sets an environment variable for the time of one test.
class Environment {
 public:
  Environment(const char* name, const std::string& value) : name_(name) {
    ::setenv(name, value.c_str(), 1);
  }
  ~Environment() { ::unsetenv(name_); }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

 private:
  const char* name_;
};

TEST(Secret, comes_from_a_file_beside_the_configuration_without_its_line_end) {
  EXPECT_EQ(community_of(LoadedText(with_community("{ file = \"s\" }"), "s", "xa kep\n")),
            "xa kep");
  EXPECT_EQ(community_of(LoadedText(with_community("{ file = \"s\" }"), "s", "xakep\r\n")),
            "xakep");
  EXPECT_EQ(community_of(LoadedText(with_community("{ file = \"s\" }"), "s", "xakep")), "xakep");
}

TEST(Secret, a_file_that_others_may_read_is_refused_with_the_remedy) {
  for (const auto& [mode, text] : {std::pair{0640U, "0640"}, std::pair{0604U, "0604"}}) {
    LoadedText loaded(with_community("{ file = \"s\" }"), "s", "xakep\n");
    std::filesystem::permissions(loaded.directory.path() + "/s",
                                 static_cast<std::filesystem::perms>(mode));
    loaded.result = load_settings(loaded.directory.path() + "/c.toml");
    EXPECT_THAT(loaded.errors(), ElementsAre("c.toml:11:13: s: may be used by others (mode " +
                                             std::string(text) + "); run: chmod 600 s"));
  }
}

TEST(Secret, a_missing_empty_or_huge_file_is_reported) {
  EXPECT_THAT(LoadedText(with_community("{ file = \"s\" }")).errors(),
              ElementsAre("c.toml:11:13: s: cannot be read: No such file or directory"));
  EXPECT_THAT(LoadedText(with_community("{ file = \"s\" }"), "s", "\n").errors(),
              ElementsAre("c.toml:11:13: s: contains an empty secret"));
  EXPECT_THAT(LoadedText(with_community("{ file = \"s\" }"), "s", std::string(5'000, 'x')).errors(),
              ElementsAre("c.toml:11:13: s: is over 4096 bytes long, too long for a secret"));
  EXPECT_THAT(LoadedText(with_community("{ file = \".\" }")).errors(),
              ElementsAre(testing::EndsWith("is not a file")));
}

TEST(Secret, comes_from_the_environment) {
  const std::string text = with_community("{ env = \"COMMUNE_TEST_COMMUNITY\" }");
  {
    const Environment set(kVariable, "xakep");
    EXPECT_EQ(community_of(LoadedText(text)), "xakep");
  }
  EXPECT_THAT(LoadedText(text).errors(),
              ElementsAre("c.toml:11:13: environment variable COMMUNE_TEST_COMMUNITY: is not set"));
  const Environment empty(kVariable, "");
  EXPECT_THAT(LoadedText(text).errors(),
              ElementsAre("c.toml:11:13: COMMUNE_TEST_COMMUNITY: contains an empty secret"));
}

TEST(Secret, comes_from_systemd) {
  const std::string text = with_community("{ credential = \"snmp\" }");
  ::unsetenv("CREDENTIALS_DIRECTORY");
  EXPECT_THAT(LoadedText(text).errors(),
              ElementsAre("c.toml:11:13: credential \"snmp\": no credentials here: systemd "
                          "provides them (LoadCredential=)"));
  const TemporaryDirectory credentials;
  credentials.write("snmp", "xakep\n");
  const Environment set("CREDENTIALS_DIRECTORY", credentials.path());
  EXPECT_EQ(community_of(LoadedText(text)), "xakep");
  EXPECT_THAT(LoadedText(with_community("{ credential = \"../snmp\" }")).errors(),
              ElementsAre("c.toml:11:13: credential \"../snmp\": a name cannot contain \"/\""));
}

TEST(Secret, may_not_be_in_the_configuration_and_is_not_repeated_in_the_message) {
  EXPECT_THAT(LoadedText(with_community("\"s3cret\"")).errors(),
              ElementsAre("c.toml:11:13: community is a secret: keep it outside the configuration "
                          "and refer to it: { "
                          "file = \"…\" }, { credential = \"…\" } or { env = \"…\" } (only "
                          "\"public\" may be written here)"));
}

TEST(Secret, needs_exactly_one_place) {
  EXPECT_THAT(LoadedText(with_community("{ file = \"s\", env = \"S\" }")).errors(),
              ElementsAre("c.toml:11:13: community must name one of file, credential and env"));
  EXPECT_THAT(
      LoadedText(with_community("{ path = \"s\" }")).errors(),
      testing::ElementsAre("c.toml:11:13: community must name one of file, credential and env",
                           "c.toml:11:15: unknown key \"path\" in secret"));
}

TEST(Secret, is_not_read_for_devices_that_another_gateway_polls) {
  const std::string text = with_community("{ env = \"COMMUNE_TEST_COMMUNITY\" }");
  const auto at = text.find("state_dir");
  EXPECT_THAT(LoadedText(std::string(text).insert(at, "polls = []\n")).errors(), IsEmpty());
}

}  // namespace
}  // namespace commune::settings
