#include "agent/settings/sections/snmp_section.hpp"

#include <string>

#include "tests/agent/settings/configuration.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::settings {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// A device over v3, its secrets in the file "secret" beside the configuration.
std::string v3_device(std::string_view keys) {
  return smallest_with("{ port = 1161 }", "{ version = \"3\", " + std::string(keys) + " }");
}

std::vector<std::string> v3_errors(std::string_view keys) {
  return LoadedText(v3_device(keys), "secret", "a long passphrase\n").errors();
}

constexpr std::string_view kAuthPriv =
    "user = \"monitor\", level = \"authPriv\", auth = \"SHA-256\", priv = \"AES\", auth_secret = { "
    "file = \"secret\" }, priv_secret = { file = \"secret\" }";

TEST(SnmpSection, version_3_with_everything) {
  const LoadedText loaded(v3_device(std::string(kAuthPriv) + ", context = \"c\""), "secret",
                          "a long passphrase\n");
  ASSERT_THAT(loaded.errors(), IsEmpty());
  snmp::Credentials expected;
  expected.version = snmp::Version::v3;
  expected.user = "monitor";
  expected.level = snmp::SecurityLevel::auth_priv;
  expected.auth = snmp::AuthProtocol::sha256;
  expected.priv = snmp::PrivProtocol::aes128;
  expected.auth_secret = expected.priv_secret = "a long passphrase";
  expected.context = "c";
  EXPECT_TRUE(loaded.result->snmp_targets.at(0).credentials == expected);
}

TEST(SnmpSection, every_protocol_can_be_written) {
  const auto auth_of = [](std::string_view word) {
    const LoadedText loaded(v3_device("user = \"m\", auth = \"" + std::string(word) +
                                      "\", auth_secret = { file = \"secret\" }"),
                            "secret", "a long passphrase\n");
    EXPECT_EQ(loaded.result->snmp_targets.at(0).credentials.level,
              snmp::SecurityLevel::auth_no_priv);
    return loaded.result->snmp_targets.at(0).credentials.auth;
  };
  EXPECT_EQ(auth_of("MD5"), snmp::AuthProtocol::md5);
  EXPECT_EQ(auth_of("SHA"), snmp::AuthProtocol::sha1);
  EXPECT_EQ(auth_of("SHA-1"), snmp::AuthProtocol::sha1);
  EXPECT_EQ(auth_of("SHA-224"), snmp::AuthProtocol::sha224);
  EXPECT_EQ(auth_of("SHA-256"), snmp::AuthProtocol::sha256);
  EXPECT_EQ(auth_of("SHA-384"), snmp::AuthProtocol::sha384);
  EXPECT_EQ(auth_of("SHA-512"), snmp::AuthProtocol::sha512);
  const auto priv_of = [](std::string_view word) {
    const LoadedText loaded(
        v3_device("user = \"m\", auth = \"SHA\", auth_secret = { file = \"secret\" }, priv = \"" +
                  std::string(word) + "\", priv_secret = { file = \"secret\" }"),
        "secret", "a long passphrase\n");
    EXPECT_EQ(loaded.result->snmp_targets.at(0).credentials.level, snmp::SecurityLevel::auth_priv);
    return loaded.result->snmp_targets.at(0).credentials.priv;
  };
  EXPECT_EQ(priv_of("DES"), snmp::PrivProtocol::des);
  EXPECT_EQ(priv_of("AES"), snmp::PrivProtocol::aes128);
  EXPECT_EQ(priv_of("AES-128"), snmp::PrivProtocol::aes128);
  EXPECT_EQ(priv_of("AES-192"), snmp::PrivProtocol::aes192);
  EXPECT_EQ(priv_of("AES-256"), snmp::PrivProtocol::aes256);
}

TEST(SnmpSection, missing_keys_of_version_3_are_reported) {
  EXPECT_THAT(
      v3_errors("level = \"authPriv\""),
      ElementsAre("c.toml:36:8: auth is missing: write auth = \"SHA-256\"",
                  "c.toml:36:8: auth_secret is missing: write auth_secret = { file = \"…\" }",
                  "c.toml:36:8: priv is missing: write priv = \"AES\"",
                  "c.toml:36:8: priv_secret is missing: write priv_secret = { file = \"…\" }",
                  "c.toml:36:8: user is missing: version \"3\" needs one"));
  EXPECT_THAT(v3_errors("user = \"m\""), IsEmpty());
}

TEST(SnmpSection, a_level_that_leaves_a_secret_unused_is_reported) {
  EXPECT_THAT(v3_errors("user = \"m\", level = \"noAuthNoPriv\", auth = \"SHA\""),
              ElementsAre("c.toml:36:68: auth is not used at level \"noAuthNoPriv\""));
  EXPECT_THAT(
      v3_errors("user = \"m\", level = \"authNoPriv\", auth = \"SHA\", auth_secret = { file "
                "= \"secret\" }, priv = \"AES\""),
      ElementsAre("c.toml:36:115: priv is not used at level \"authNoPriv\""));
}

TEST(SnmpSection, keys_must_match_the_version) {
  EXPECT_THAT(
      errors_with("{ port = 1161 }", "{ user = \"m\" }"),
      ElementsAre("c.toml:36:17: user belongs to version \"3\"; write version = \"3\" too"));
  EXPECT_THAT(
      v3_errors("user = \"m\", community = \"public\""),
      ElementsAre("c.toml:36:49: community belongs to versions \"1\" and \"2c\"; the version "
                  "here is \"3\""));
  EXPECT_THAT(errors_with("version = \"2c\"", "version = \"2\""),
              ElementsAre("c.toml:10:11: version \"2\" is not known (did you mean \"1\"?)"));
}

TEST(SnmpSection, defaults_may_hold_both_kinds_of_credentials) {
  const LoadedText loaded(
      smallest_with("{ port = 1161 }", "{ version = \"3\" }")
          .replace(smallest_with("{", "{").find("interval = \"30s\""), 0, "user = \"monitor\"\n"));
  ASSERT_THAT(loaded.errors(), IsEmpty());
  EXPECT_EQ(loaded.result->snmp_targets.at(0).credentials.user, "monitor");
}

TEST(SnmpSection, a_missing_community_is_reported_once) {
  const std::string more =
      "[[device]]\nid = \"b\"\nsite = \"office\"\nkind = \"other\"\naddress = \"10.77.0.2\"\n";
  EXPECT_THAT(
      LoadedText(smallest_with("community = \"public\"\n", "") + more).errors(),
      ElementsAre("c.toml:9:1: there is no SNMP community for the devices: write community "
                  "= \"public\" or community = { file = \"…\" } in [defaults.snmp], or snmp "
                  "= false at a device that has no SNMP"));
}

TEST(SnmpSection, version_3_secrets_have_eight_characters) {
  EXPECT_THAT(
      LoadedText(v3_device("user = \"m\", auth = \"SHA\", auth_secret = { file = \"secret\" "
                           "}"),
                 "secret", "seven77\n")
          .errors(),
      ElementsAre("c.toml:36:65: auth_secret has fewer than 8 characters (RFC 3414)"));
}

}  // namespace
}  // namespace commune::settings
