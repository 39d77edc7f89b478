#include "agent/settings/sections/web_section.hpp"

#include <string>

#include "tests/agent/settings/configuration.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::settings {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::string kHash = "$6$abcdefgh$" + std::string(86, 'x');
const std::string kUsers = "users = [ { name = \"lan\", password_hash = \"" + kHash + "\" } ]";
const std::string kTls = "tls = { certificate = \"c.pem\", key = \"k.pem\" }";

std::string with_web(const std::string& web) {
  return smallest_with("{ listen = \"127.0.0.1:10077\" }", "{ " + web + " }");
}

// Certificate, key and client CA are one file here: whether they are PEM is the server's to tell.
std::vector<std::string> web_errors(const std::string& web) {
  return LoadedText(with_web(web), "c.pem", "x").errors();
}

TEST(WebSection, is_read_with_tls_and_users) {
  const LoadedText loaded(
      with_web(
          "listen = \"[::]:443\", tls = { certificate = \"c.pem\", key = \"c.pem\", client_ca = "
          "\"c.pem\" }, " +
          kUsers),
      "c.pem", "x");
  ASSERT_THAT(loaded.errors(), IsEmpty());
  const web::Options& options = loaded.result->web;
  const std::string file = loaded.directory.path() + "/c.pem";
  EXPECT_EQ(options.listen, "[::]:443");
  EXPECT_EQ(options.tls.certificate_file, file);
  EXPECT_EQ(options.tls.key_file, file);
  EXPECT_EQ(options.tls.client_ca_file, file);
  ASSERT_EQ(options.users.size(), 1U);
  EXPECT_EQ(options.users[0].name, "lan");
  EXPECT_EQ(options.users[0].password_hash, kHash);
  EXPECT_FALSE(loaded.result->web_insecure);
}

TEST(WebSection, loopback_needs_no_guard) {
  EXPECT_THAT(web_errors("listen = \"127.9.9.9:80\""), IsEmpty());
  EXPECT_THAT(web_errors("listen = \"[::1]:80\""), IsEmpty());
}

TEST(WebSection, anything_else_needs_tls_and_a_login) {
  const std::string tls = "tls = { certificate = \"c.pem\", key = \"c.pem\" }";
  const auto refused = [](const std::string& listen) {
    return ElementsAre(
        "c.toml:7:18: listen \"" + listen +
        "\" accepts connections from other machines: give tls, and users or tls.client_ca; or "
        "write insecure = true");
  };
  EXPECT_THAT(web_errors("listen = \"0.0.0.0:80\""), refused("0.0.0.0:80"));
  EXPECT_THAT(web_errors("listen = \"[::]:80\""), refused("[::]:80"));
  EXPECT_THAT(web_errors("listen = \"10.77.0.1:80\", " + tls), refused("10.77.0.1:80"));
  EXPECT_THAT(web_errors("listen = \"10.77.0.1:80\", " + kUsers), refused("10.77.0.1:80"));
  EXPECT_THAT(web_errors("listen = \"10.77.0.1:80\", " + tls + ", " + kUsers), IsEmpty());
  EXPECT_THAT(web_errors("listen = \"10.77.0.1:80\", tls = { certificate = \"c.pem\", key = "
                         "\"c.pem\", client_ca = \"c.pem\" }"),
              IsEmpty());
  const LoadedText insecure(with_web("listen = \"0.0.0.0:80\", insecure = true"));
  ASSERT_THAT(insecure.errors(), IsEmpty());
  EXPECT_TRUE(insecure.result->web_insecure);
}

TEST(WebSection, listen_is_an_address_and_a_port) {
  for (const char* bad : {"10077", "localhost:80", "::1:80", "127.0.0.1", "127.0.0.1:0",
                          "127.0.0.1:65536", "[::1]", "[x]:80"})
    EXPECT_THAT(web_errors("listen = \"" + std::string(bad) + "\""),
                ElementsAre("c.toml:7:18: listen \"" + std::string(bad) +
                            "\" is not address:port, such as \"127.0.0.1:10077\" or "
                            "\"[::1]:10077\""));
}

TEST(WebSection, tls_files_must_exist) {
  EXPECT_THAT(web_errors("listen = \"127.0.0.1:80\", " + kTls),
              ElementsAre("c.toml:7:71: key k.pem cannot be read: No such file or directory"));
  EXPECT_THAT(web_errors("listen = \"127.0.0.1:80\", tls = { certificate = \"c.pem\" }"),
              ElementsAre("c.toml:7:40: agent.web.tls has no key"));
}

TEST(WebSection, passwords_are_hashes_and_are_not_repeated_in_the_message) {
  const std::string how =
      "passwords are kept as hashes: write password_hash = \"$6$…\", as `mkpasswd` or `openssl "
      "passwd -6` prints it";
  EXPECT_THAT(web_errors("listen = \"127.0.0.1:80\", users = [ { name = \"lan\", password_hash = "
                         "\"s3cret\" } ]"),
              ElementsAre("c.toml:7:76: password_hash is not a crypt(3) string; " + how));
  EXPECT_THAT(web_errors("listen = \"127.0.0.1:80\", users = [ { name = \"lan\", password = "
                         "\"s3cret\" } ]"),
              ElementsAre("c.toml:7:60: " + how));
}

TEST(WebSection, two_users_cannot_have_one_name) {
  const std::string user = "{ name = \"lan\", password_hash = \"" + kHash + "\" }";
  EXPECT_THAT(web_errors("listen = \"127.0.0.1:80\", users = [ " + user + ", " + user + " ]"),
              ElementsAre(testing::EndsWith("there are two users \"lan\"")));
  EXPECT_THAT(
      web_errors("listen = \"127.0.0.1:80\", users = [ { name = \"a:b\", password_hash = \"" +
                 kHash + "\" } ]"),
      ElementsAre("c.toml:7:53: name \"a:b\" contains a colon"));
}

}  // namespace
}  // namespace commune::settings
