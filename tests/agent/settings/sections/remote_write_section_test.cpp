#include "agent/settings/sections/remote_write_section.hpp"

#include <string>

#include "tests/agent/settings/configuration.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::settings {
namespace {

using namespace std::chrono_literals;
using remote_write::Receiver;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

constexpr std::string_view kUrl = "url = \"https://metrics.example.vn/api/v1/write\"\n";

// The first of the added lines is line 37, the id is on 38, the url on 39.
std::string receiver_with(std::string_view lines, std::string_view url = kUrl) {
  return std::string(kSmallest) + "[[remote_write]]\nid = \"province\"\n" + std::string(url) +
         std::string(lines);
}

Receiver read(std::string_view lines, std::string_view url = kUrl) {
  const LoadedText loaded(receiver_with(lines, url));
  EXPECT_THAT(loaded.errors(), IsEmpty());
  if (!loaded.result || loaded.result->remote_write.receivers.size() != 1) return {};
  return loaded.result->remote_write.receivers[0];
}

std::vector<std::string> errors(std::string_view lines, std::string_view url = kUrl) {
  return LoadedText(receiver_with(lines, url)).errors();
}

TEST(RemoteWriteSection, there_is_none_by_default) {
  const LoadedText loaded{kSmallest};
  ASSERT_TRUE(loaded.result);
  EXPECT_THAT(loaded.result->remote_write.receivers, IsEmpty());
}

TEST(RemoteWriteSection, an_address_is_enough) {
  const Receiver receiver = read("");
  EXPECT_EQ(receiver.id, "province");
  EXPECT_EQ(receiver.url, "https://metrics.example.vn/api/v1/write");
  EXPECT_EQ(receiver.interval, 60s);
  EXPECT_EQ(receiver.out_of_order_window, 0s);
  EXPECT_EQ(receiver.max_age, 24h * 30);
  EXPECT_EQ(receiver.quota_bytes, 256U << 20U);
  EXPECT_EQ(receiver.bytes_per_second, 0);
  EXPECT_THAT(receiver.labels, IsEmpty());
  EXPECT_EQ(receiver.user + receiver.password + receiver.bearer_token, "");
}

TEST(RemoteWriteSection, takes_directory_instance_and_interval_of_commits_from_the_rest) {
  const LoadedText loaded(receiver_with("[history]\ncommit_interval = \"1s\"\n"));
  ASSERT_TRUE(loaded.result);
  EXPECT_EQ(loaded.result->remote_write.directory, loaded.result->state_dir);
  EXPECT_EQ(loaded.result->remote_write.instance, "office");
  EXPECT_EQ(loaded.result->remote_write.commit_interval, 1s);
}

TEST(RemoteWriteSection, all_of_it_is_read) {
  const Receiver receiver = read(
      "interval = \"15s\"\nout_of_order_window = \"2d\"\nmax_age = \"14d\"\nquota = \"64MiB\"\n"
      "rate = \"512kbit\"\nlabels = { commune = \"Xã Kép\", province = \"bac-giang\" }\n");
  EXPECT_EQ(receiver.interval, 15s);
  EXPECT_EQ(receiver.out_of_order_window, 48h);
  EXPECT_EQ(receiver.max_age, 24h * 14);
  EXPECT_EQ(receiver.quota_bytes, 64U << 20U);
  EXPECT_EQ(receiver.bytes_per_second, 64'000);
  EXPECT_THAT(receiver.labels,
              ElementsAre(Pair("commune", "Xã Kép"), Pair("province", "bac-giang")));
}

TEST(RemoteWriteSection, logs_in_by_user_and_password_or_by_a_token) {
  ::setenv("REMOTE_WRITE_SECRET", "canary", 1);
  const Receiver by_user =
      read("credentials = { user = \"kep\", password = { env = \"REMOTE_WRITE_SECRET\" } }\n");
  EXPECT_EQ(by_user.user, "kep");
  EXPECT_EQ(by_user.password, "canary");
  const Receiver by_token = read("credentials = { token = { env = \"REMOTE_WRITE_SECRET\" } }\n");
  EXPECT_EQ(by_token.bearer_token, "canary");
  EXPECT_EQ(by_token.user, "");
}

TEST(RemoteWriteSection, half_a_login_is_a_mistake) {
  ::setenv("REMOTE_WRITE_SECRET", "canary", 1);
  EXPECT_THAT(
      errors("credentials = { user = \"kep\" }\n"),
      ElementsAre("c.toml:40:24: user and password are used together: write both, or neither"));
  EXPECT_THAT(errors("credentials = {}\n"),
              ElementsAre("c.toml:40:15: credentials has neither user and password nor a token"));
  EXPECT_THAT(
      errors("[remote_write.credentials]\nuser = \"kep\"\n"
             "password = { env = \"REMOTE_WRITE_SECRET\" }\n"
             "token = { env = \"REMOTE_WRITE_SECRET\" }\n"),
      ElementsAre("c.toml:43:9: credentials has a token and a user: write only one of them"));
}

TEST(RemoteWriteSection, an_unencrypted_login_must_be_allowed_explicitly) {
  ::setenv("REMOTE_WRITE_SECRET", "canary", 1);
  const std::string login = "credentials = { token = { env = \"REMOTE_WRITE_SECRET\" } }\n";
  const std::string clear = "url = \"http://metrics.example.vn/api/v1/write\"\n";
  EXPECT_THAT(errors(login, clear),
              ElementsAre("c.toml:39:7: url \"http://metrics.example.vn/api/v1/write\" sends the "
                          "credentials unencrypted: write https://, or insecure = true"));
  EXPECT_EQ(read(login + "insecure = true\n", clear).bearer_token, "canary");
  EXPECT_EQ(read(login, "url = \"http://127.0.0.1:9090/api/v1/write\"\n").bearer_token, "canary");
}

TEST(RemoteWriteSection, certificates_are_looked_for_beside_the_file) {
  EXPECT_THAT(errors("tls = { ca_certificate = \"ca.pem\" }\n"),
              ElementsAre("c.toml:40:26: ca_certificate: there is no file ca.pem"));
  const LoadedText loaded(receiver_with("tls = { ca_certificate = \"c.toml\" }\n"));
  ASSERT_TRUE(loaded.result);
  EXPECT_EQ(loaded.result->remote_write.receivers[0].ca_certificate,
            loaded.directory.path() + "/c.toml");
  EXPECT_THAT(
      errors("tls = { certificate = \"c.toml\" }\n"),
      ElementsAre("c.toml:40:23: certificate and key are used together: write both, or neither"));
}

TEST(RemoteWriteSection, impossible_values_are_reported_with_their_place) {
  EXPECT_THAT(errors("", ""), ElementsAre("c.toml:37:1: remote_write has no url"));
  EXPECT_THAT(errors("", "url = \"metrics.example.vn\"\n"),
              ElementsAre("c.toml:39:7: url \"metrics.example.vn\" must begin with http:// or "
                          "https://"));
  EXPECT_THAT(errors("quota = \"1MiB\"\n"),
              ElementsAre("c.toml:40:9: quota is 1MiB; it must be at least 4MiB"));
  EXPECT_THAT(
      errors("labels = { instance = \"x\", \"a-b\" = \"y\" }\n"),
      ElementsAre("c.toml:40:23: label instance is set by the agent itself",
                  "c.toml:40:36: \"a-b\" is not the name of a label: letters, digits and _, "
                  "without a digit at the beginning"));
  EXPECT_THAT(errors("windw = \"1h\"\n"),
              ElementsAre("c.toml:40:1: unknown key \"windw\" in remote_write"));
}

TEST(RemoteWriteSection, an_id_is_used_once) {
  EXPECT_THAT(errors("[[remote_write]]\nid = \"province\"\n" + std::string(kUrl)),
              ElementsAre("c.toml:41:6: remote_write \"province\" is already at c.toml:38:6"));
}

}  // namespace
}  // namespace commune::settings
