#include "agent/settings/sections/snmp_login.hpp"

#include "tests/agent/settings/configuration.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::settings {
namespace {

using testing::ElementsAre;

TEST(SnmpLogin, the_defaults_come_first_and_each_login_once) {
  const LoadedText loaded(
      std::string(kSmallest) +
          "[[device]]\nid = \"ap-2\"\nsite = \"office\"\nkind = \"other\"\naddress = "
          "\"127.0.0.2\"\nsnmp = { version = \"3\", user = \"m\", level = \"authNoPriv\", auth = "
          "\"SHA-256\", auth_secret = { file = \"secret\" }, context = \"c\" }\n"
          "[[device]]\nid = \"ap-3\"\nsite = \"office\"\nkind = \"other\"\naddress = "
          "\"127.0.0.3\"\n",
      "secret", "a long passphrase\n");
  ASSERT_THAT(loaded.errors(), testing::IsEmpty());
  const auto& logins = loaded.result->snmp_logins;
  ASSERT_EQ(logins.size(), 2U);
  EXPECT_TRUE(logins[0].credentials == loaded.result->snmp_defaults->credentials);
  EXPECT_THAT(logins[0].keys,
              ElementsAre(LoginKey{"version", "", "2c"}, LoginKey{"community", "", "public"}));
  EXPECT_THAT(logins[1].keys,
              ElementsAre(LoginKey{"version", "", "3"}, LoginKey{"user", "", "m"},
                          LoginKey{"level", "", "authNoPriv"}, LoginKey{"auth", "", "SHA-256"},
                          LoginKey{"auth_secret", "file", loaded.directory.path() + "/secret"},
                          LoginKey{"context", "", "c"}));
}

TEST(SnmpLogin, a_login_is_read_as_the_configuration_would_read_it) {
  const TemporaryDirectory directory;
  const auto file = directory.write("secret", "a long passphrase\n");
  const auto login = read_snmp_login(
      "version = \"3\"\nuser = \"m\"\nauth = \"SHA\"\npriv = \"AES\"\n"
      "auth_secret = { file = \"" +
          file +
          "\" }\n"
          "priv_secret = { file = \"" +
          file + "\" }\n",
      "command line");
  ASSERT_TRUE(login);
  EXPECT_EQ(login->credentials.level, snmp::SecurityLevel::auth_priv);
  EXPECT_EQ(login->credentials.priv_secret, "a long passphrase");
  EXPECT_THAT(login->keys, testing::Contains(LoginKey{"auth", "", "SHA"}));
  EXPECT_THAT(login->keys, testing::Contains(LoginKey{"priv", "", "AES"}));
}

TEST(SnmpLogin, mistakes_are_reported_without_lines_of_a_file_that_does_not_exist) {
  const auto login =
      read_snmp_login("version = \"3\"\nuser = \"m\"\nauth = \"SHA-2\"\n", "command line");
  ASSERT_FALSE(login);
  ASSERT_EQ(login.error().size(), 1U);
  EXPECT_THAT(login.error()[0].message(), testing::StartsWith("command line: auth"));
}

}  // namespace
}  // namespace commune::settings
