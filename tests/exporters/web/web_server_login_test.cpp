// Passwords over real connections.
#include "exporters/web/web_server.hpp"
#include "tests/exporters/web/http_client.hpp"

#include <crypt.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::web {
namespace {

using testing::basic;
using testing::Connection;
using ::testing::HasSubstr;
using testing::Reply;

// `cost` as crypt(5) counts it for yescrypt: 1 is quick, 11 takes seconds.
std::string yescrypt(const std::string& password, unsigned long cost) {
  char salt[CRYPT_GENSALT_OUTPUT_SIZE];
  crypt_gensalt_rn("$y$", cost, "0123456789abcdef", 16, salt, sizeof salt);
  crypt_data scratch{};
  return crypt_r(password.c_str(), salt, &scratch);
}

class WebServerLogin : public ::testing::Test {
 protected:
  void start(const std::string& hash) {
    Options options;
    options.listen = "127.0.0.1:0";
    options.users = {{"minh", hash}};
    server_ = std::make_unique<WebServer>(options);
    const auto user = [](const Request& request) { return Response::text(200, request.user); };
    server_->route("GET", "/metrics", user);
    server_->route("GET", "/-/healthy", user);
    server_->route("POST", "/-/reload",
                   [](const Request& request) { return Response::text(200, request.body); });
    const auto started = server_->start();
    ASSERT_TRUE(started) << started.error().message();
  }

  Reply get(const std::string& path, const std::string& headers = "") {
    return testing::request(server_->port(), "GET", path, headers);
  }

  std::unique_ptr<WebServer> server_;
};

TEST_F(WebServerLogin, accepts_the_user_again_and_again) {
  start(yescrypt("a:b", 1));
  for (int i = 0; i < 3; ++i) {
    const auto reply = get("/metrics", basic("minh:a:b"));
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.body, "minh");
  }
}

TEST_F(WebServerLogin, asks_for_a_password_if_there_is_none_or_a_wrong_one) {
  start(yescrypt("a", 1));
  for (const std::string& header :
       {std::string(), basic("minh:b"), basic("lan:a"), basic("minh:"), basic("minh"),
        std::string("Authorization: Basic !!!\r\n"), std::string("Authorization: Bearer a\r\n")}) {
    const auto reply = get("/metrics", header);
    EXPECT_EQ(reply.status, 401) << header;
    EXPECT_EQ(reply.header("WWW-Authenticate"), R"(Basic realm="commune-agent", charset="UTF-8")");
  }
}

TEST_F(WebServerLogin, asks_for_a_password_on_missing_pages_too) {
  start(yescrypt("a", 1));
  EXPECT_EQ(get("/nothing").status, 401);
  EXPECT_EQ(testing::request(server_->port(), "DELETE", "/metrics").status, 401);
}

TEST_F(WebServerLogin, leaves_only_the_health_check_open) {
  start(yescrypt("a", 1));
  EXPECT_EQ(get("/-/healthy").status, 200);
  EXPECT_EQ(get("/-/healthy/").status, 401);
  EXPECT_EQ(get("/-/healthy?x=1").status, 200);
}

TEST_F(WebServerLogin, accepts_a_body_after_the_right_password_and_refuses_it_after_a_wrong_one) {
  start(yescrypt("a", 1));
  const std::string body(50'000, 'x');
  const auto post = [&](const std::string& login) {
    return testing::request(server_->port(), "POST", "/-/reload", basic(login), body);
  };
  EXPECT_EQ(post("minh:wrong").status, 401);
  EXPECT_TRUE(post("minh:a").body == body);  // Hashed...
  EXPECT_TRUE(post("minh:a").body == body);  // ...and remembered.
}

TEST_F(WebServerLogin, guessing_passwords_does_not_slow_down_known_users) {
  start(yescrypt("a", 9));
  ASSERT_EQ(get("/metrics", basic("minh:a")).status, 200);
  std::vector<Connection> guessing;
  for (int i = 0; i < 40; ++i) {
    guessing.emplace_back("127.0.0.1", server_->port());
    guessing.back().send("GET /metrics HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" +
                         basic("minh:guess" + std::to_string(i)) + "\r\n");
  }
  EXPECT_EQ(get("/metrics", basic("minh:a")).status, 200);
  // The last of them found the queue full, and got its answer at once.
  const auto refused = guessing.back().read_to_end();
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(refused.header("Retry-After"), "1");
}

TEST_F(WebServerLogin, stops_while_passwords_wait_to_be_checked) {
  start(yescrypt("a", 5));
  std::vector<Connection> waiting;
  for (int i = 0; i < 8; ++i) {
    waiting.emplace_back("127.0.0.1", server_->port());
    waiting.back().send("GET /metrics HTTP/1.1\r\nHost: a\r\n" + basic("minh:b") + "\r\n");
  }
  const auto begun = std::chrono::steady_clock::now();
  server_->stop();
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(1));
}

TEST(WebServerUsers, with_an_invalid_hash_prevent_the_start) {
  Options options;
  options.listen = "127.0.0.1:0";
  options.users = {{"minh", "plain"}};
  const auto started = WebServer(options).start();
  ASSERT_FALSE(started);
  EXPECT_THAT(started.error().message(), HasSubstr("web user minh"));
}

}  // namespace
}  // namespace commune::web
