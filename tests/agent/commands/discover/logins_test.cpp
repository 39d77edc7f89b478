#include "agent/commands/discover/logins.hpp"

#include "tests/agent/settings/temporary_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::discover {
namespace {

using settings::LoginKey;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

std::string first_error(const LoginFlags& flags) {
  const auto logins = logins_of(flags);
  return logins ? "none" : logins.error()[0].message();
}

LoginFlags communities(std::vector<std::string> given) {
  LoginFlags flags;
  flags.communities = std::move(given);
  return flags;
}

TEST(Logins, a_community_is_kept_off_the_command_line) {
  const settings::TemporaryDirectory directory;
  const auto file = directory.write("community", "canary-7f3a\n");
  const auto logins = logins_of(communities({"public", "file:" + file, "public"}));
  ASSERT_TRUE(logins);
  ASSERT_EQ(logins->size(), 2U);
  EXPECT_EQ((*logins)[0].credentials.community, "public");
  EXPECT_EQ((*logins)[1].credentials.community, "canary-7f3a");
  EXPECT_THAT((*logins)[1].keys, Contains(LoginKey{"community", "file", file}));
}

TEST(Logins, a_secret_on_the_command_line_is_refused_and_not_repeated) {
  EXPECT_THAT(first_error(communities({"canary-7f3a"})), HasSubstr("write file:PATH, env:NAME"));
  EXPECT_THAT(first_error(communities({"canary-7f3a"})), Not(HasSubstr("canary")));
  LoginFlags flags;
  flags.user = "m";
  flags.auth = "SHA-256";
  flags.auth_secret = "canary-7f3a";
  EXPECT_THAT(first_error(flags), testing::StartsWith("--auth-secret: a secret"));
  EXPECT_THAT(first_error(flags), Not(HasSubstr("canary")));
}

TEST(Logins, a_user_is_read_like_one_in_the_configuration) {
  const settings::TemporaryDirectory directory;
  const auto file = directory.write("secret", "a long passphrase\n");
  LoginFlags flags;
  flags.user = "m";
  flags.auth = "SHA-256";
  flags.priv = "AES";
  flags.auth_secret = flags.priv_secret = "file:" + file;
  const auto logins = logins_of(flags);
  ASSERT_TRUE(logins);
  EXPECT_EQ((*logins)[0].credentials.level, snmp::SecurityLevel::auth_priv);
  flags.priv_secret.clear();
  EXPECT_THAT(first_error(flags), HasSubstr("command line: priv_secret is missing"));
  flags.auth = "SHA-2";
  EXPECT_THAT(first_error(flags), HasSubstr("command line: auth \"SHA-2\" is not known"));
}

TEST(Logins, a_reference_to_nothing_is_an_error) {
  EXPECT_THAT(first_error(communities({"env:COMMUNE_TEST_NO_SUCH_VARIABLE"})),
              HasSubstr("COMMUNE_TEST_NO_SUCH_VARIABLE: is not set"));
  EXPECT_THAT(first_error(communities({"file:"})),
              HasSubstr("on the command line can be read by others"));
}

TEST(Logins, the_safest_is_tried_first_and_a_community_in_both_versions) {
  const auto community = [](std::string name) {
    settings::SnmpLogin login;
    login.credentials.community = name;
    login.keys = {{"version", "", "2c"}, {"community", "", std::move(name)}};
    return login;
  };
  settings::SnmpLogin user;
  user.credentials.version = snmp::Version::v3;
  user.credentials.user = "m";
  const auto ordered = in_order_of_trying({community("a"), user, community("b"), community("a")});
  std::vector<std::string> texts;
  texts.reserve(ordered.size());
  for (const auto& login : ordered)
    texts.push_back(std::to_string(static_cast<int>(login.credentials.version)) +
                    login.credentials.community + login.credentials.user);
  EXPECT_THAT(texts, ElementsAre("2m", "1a", "1b", "0a", "0b"));
  EXPECT_THAT(ordered.back().keys, Contains(LoginKey{"version", "", "1"}));
}

}  // namespace
}  // namespace commune::discover
