#include "exporters/web/authenticator.hpp"

#include <crypt.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::web {
namespace {

using ::testing::HasSubstr;

// Hashed at the lowest cost of its method, so that tests are quick.
std::string hash(const char* prefix, const std::string& password) {
  char salt[CRYPT_GENSALT_OUTPUT_SIZE];
  crypt_gensalt_rn(prefix, std::string(prefix) == "$6$" ? 1000 : 1, "0123456789abcdef", 16, salt,
                   sizeof salt);
  crypt_data scratch{};
  return crypt_r(password.c_str(), salt, &scratch);
}

std::unique_ptr<Authenticator> with(const std::vector<User>& users) {
  return std::move(*Authenticator::make(users));
}

TEST(Authenticator, accepts_the_right_password) {
  for (const char* method : {"$y$", "$6$"}) {
    const auto authenticator = with({{"minh", hash(method, "mật khẩu")}});
    EXPECT_TRUE(authenticator->verify("minh", "mật khẩu")) << method;
    EXPECT_FALSE(authenticator->verify("minh", "mat khau")) << method;
    EXPECT_FALSE(authenticator->verify("minh", "")) << method;
  }
}

TEST(Authenticator, refuses_unknown_users) {
  const auto authenticator = with({{"minh", hash("$y$", "a")}});
  EXPECT_FALSE(authenticator->verify("lan", "a"));
  EXPECT_FALSE(authenticator->remembers("lan", "a"));
}

TEST(Authenticator, remembers_only_verified_passwords) {
  const auto authenticator = with({{"minh", hash("$y$", "a")}, {"lan", hash("$y$", "b")}});
  EXPECT_FALSE(authenticator->remembers("minh", "a"));
  ASSERT_TRUE(authenticator->verify("minh", "a"));
  EXPECT_TRUE(authenticator->remembers("minh", "a"));
  EXPECT_FALSE(authenticator->remembers("minh", "b"));
  EXPECT_FALSE(authenticator->remembers("lan", "b"));
  EXPECT_FALSE(authenticator->remembers("min", "ha"));
}

TEST(Authenticator, keeps_verified_passwords_when_somebody_guesses) {
  const auto authenticator = with({{"minh", hash("$y$", "a")}});
  ASSERT_TRUE(authenticator->verify("minh", "a"));
  EXPECT_FALSE(authenticator->verify("minh", "wrong"));
  EXPECT_TRUE(authenticator->remembers("minh", "a"));
}

TEST(Authenticator, refuses_an_invalid_hash_and_names_its_user) {
  for (const char* plain : {"my plain password", "plainword", "", "$", "*"}) {
    const auto made = Authenticator::make({{"minh", plain}});
    ASSERT_FALSE(made) << plain;
    EXPECT_THAT(made.error().message(), HasSubstr("web user minh: crypt(3) does not know"));
    EXPECT_THAT(made.error().message(), ::testing::Not(HasSubstr("plain")));
  }
}

}  // namespace
}  // namespace commune::web
