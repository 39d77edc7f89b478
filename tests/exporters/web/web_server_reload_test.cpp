// The server's configuration changes while it runs; its own threads never wait for a handler.
#include <future>

#include "exporters/web/web_server.hpp"
#include "tests/agent/settings/temporary_directory.hpp"
#include "tests/exporters/web/certificates.hpp"
#include "tests/exporters/web/http_client.hpp"

#include <crypt.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::web {
namespace {

using testing::basic;
using testing::Connection;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string quick_hash(const std::string& password) {
  char salt[CRYPT_GENSALT_OUTPUT_SIZE];
  crypt_gensalt_rn("$y$", 1, "0123456789abcdef", 16, salt, sizeof salt);
  crypt_data scratch{};
  return crypt_r(password.c_str(), salt, &scratch);
}

class WebServerReload : public ::testing::Test {
 protected:
  void start() {
    options_.listen = "127.0.0.1:0";
    server_ = std::make_unique<WebServer>(options_);
    server_->route("GET", "/metrics",
                   [](const Request& request) { return Response::text(200, request.user); });
    server_->route(
        "POST", "/-/reload",
        [this](const Request&) {
          const auto used = server_->use(options_);
          return Response::text(used ? 200 : 400, used ? "done" : used.error().message());
        },
        Lane::work);
    const auto started = server_->start();
    ASSERT_TRUE(started) << started.error().message();
  }

  int status_of(const std::string& login) {
    return testing::request(server_->port(), "GET", "/metrics", basic(login)).status;
  }

  Options options_;
  std::unique_ptr<WebServer> server_;
};

TEST_F(WebServerReload, refuses_a_removed_user_and_accepts_a_new_one) {
  options_.users = {{"minh", quick_hash("a")}, {"lan", quick_hash("b")}};
  start();
  EXPECT_EQ(status_of("lan:b"), 200);
  options_.users = {{"minh", quick_hash("new")}, {"hoa", quick_hash("c")}};
  ASSERT_TRUE(server_->use(options_));
  EXPECT_EQ(status_of("lan:b"), 401);
  EXPECT_EQ(status_of("minh:a"), 401);
  EXPECT_EQ(status_of("minh:new"), 200);
  EXPECT_EQ(status_of("hoa:c"), 200);
}

TEST_F(WebServerReload, asks_a_removed_user_again_on_a_kept_connection_and_closes_it) {
  options_.users = {{"lan", quick_hash("b")}};
  start();
  EXPECT_EQ(status_of("lan:b"), 200);  // A password that is known leaves the connection open.
  const Connection kept("127.0.0.1", server_->port());
  kept.send("GET /metrics HTTP/1.1\r\nHost: a\r\n" + basic("lan:b") + "\r\n");
  kept.wait_for_answer();
  options_.users = {{"minh", quick_hash("a")}};
  ASSERT_TRUE(server_->use(options_));
  kept.send("GET /metrics HTTP/1.1\r\nHost: a\r\n" + basic("lan:b") + "\r\n");
  const auto all = kept.read_to_end();
  EXPECT_EQ(all.status, 200);
  EXPECT_THAT(all.body, StartsWith("lanHTTP/1.1 401"));
  EXPECT_THAT(all.body, HasSubstr("Connection: close"));
}

TEST_F(WebServerReload, answers_whoever_had_connected_before_it_and_asks_after_it) {
  options_.users = {{"minh", quick_hash("a")}};
  start();
  std::vector<Connection> connected;
  for (int i = 0; i < 8; ++i)
    connected.emplace_back("127.0.0.1", server_->port());
  // The server has accepted them once it answers one that connected later.
  EXPECT_EQ(status_of("minh:a"), 200);
  options_.users = {{"minh", quick_hash("a")}, {"lan", quick_hash("b")}};
  ASSERT_TRUE(server_->use(options_));
  for (const Connection& each : connected) {
    each.send("GET /metrics HTTP/1.1\r\nHost: a\r\n" + basic("lan:b") + "\r\n");
    EXPECT_EQ(each.read_to_end().status, 200);
  }
}

TEST_F(WebServerReload, answers_the_request_that_made_the_change) {
  options_.users = {{"minh", quick_hash("a")}};
  start();
  options_.users = {{"lan", quick_hash("b")}};
  const auto reply = testing::request(server_->port(), "POST", "/-/reload",
                                      basic("minh:a") + "Content-Length: 0\r\n");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, "done");
  EXPECT_EQ(status_of("minh:a"), 401);
}

TEST_F(WebServerReload, keeps_its_settings_when_the_new_configuration_cannot_be_used) {
  options_.users = {{"minh", quick_hash("a")}};
  start();
  Options next = options_;
  next.users = {{"lan", "plain"}};
  EXPECT_THAT(WebServer::check(next).error().message(), HasSubstr("web user lan"));
  EXPECT_FALSE(server_->use(next));
  next = options_;
  next.tls = {"/nowhere/cert.pem", "/nowhere/key.pem", ""};
  EXPECT_THAT(WebServer::check(next).error().message(), HasSubstr("/nowhere/cert.pem"));
  EXPECT_FALSE(server_->use(next));
  EXPECT_EQ(status_of("minh:a"), 200);
}

TEST_F(WebServerReload, applies_new_limits) {
  start();
  options_.longest_body = 4;
  ASSERT_TRUE(server_->use(options_));
  const auto reply =
      testing::request(server_->port(), "POST", "/-/reload", "Content-Length: 5\r\n", "12345");
  EXPECT_EQ(reply.status, 413);
}

TEST_F(WebServerReload, serves_a_certificate_renewed_under_its_old_name) {
  if (!testing::openssl_and_curl_are_there()) GTEST_SKIP() << "openssl or curl is not installed";
  const testing::Certificates first, second;
  const settings::TemporaryDirectory folder;
  const auto install = [&](const testing::Certificates& made) {
    for (const char* file : {"server.pem", "server.key"})
      std::filesystem::copy_file(made.file(file), folder.path() + "/" + file,
                                 std::filesystem::copy_options::overwrite_existing);
  };
  install(first);
  options_.tls = {folder.path() + "/server.pem", folder.path() + "/server.key", ""};
  start();
  const auto trusted_by = [&](const testing::Certificates& made) {
    const std::string port = std::to_string(server_->port());
    int status = 0;
    testing::run("curl -sS --noproxy '*' --max-time 20 --cacert " + made.file("ca.pem") +
                     " https://localhost:" + port + "/metrics --resolve localhost:" + port +
                     ":127.0.0.1",
                 status);
    return status == 0;
  };
  EXPECT_TRUE(trusted_by(first));
  install(second);
  ASSERT_TRUE(server_->use(options_));
  EXPECT_FALSE(trusted_by(first));
  EXPECT_TRUE(trusted_by(second));
}

TEST_F(WebServerReload, a_handler_that_waits_for_the_disk_delays_no_scrape) {
  options_.listen = "127.0.0.1:0";
  server_ = std::make_unique<WebServer>(options_);
  std::promise<void> go_on;
  const auto may_go_on = go_on.get_future().share();
  std::atomic<int> waiting = 0;
  const auto slow = [&](const Request&) {
    ++waiting;
    may_go_on.wait();
    return Response::text(200, "written");
  };
  server_->route("POST", "/api/v1/maintenance", slow, Lane::work);
  server_->route("GET", "/", slow, Lane::page);
  server_->route("GET", "/metrics", [](const Request&) { return Response::text(200, "figures"); });
  ASSERT_TRUE(server_->start());
  std::vector<Connection> waiters;
  for (int i = 0; i < 6; ++i) {
    waiters.emplace_back("127.0.0.1", server_->port());
    waiters.back().send(i % 2 ? "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                              : "POST /api/v1/maintenance HTTP/1.1\r\nHost: a\r\nConnection: "
                                "close\r\nContent-Length: 0\r\n\r\n");
  }
  // Both lanes are busy now, and more requests wait than the server has threads.
  while (waiting < 2)
    std::this_thread::yield();
  EXPECT_EQ(testing::request(server_->port(), "GET", "/metrics").body, "figures");
  go_on.set_value();
  for (const Connection& each : waiters)
    EXPECT_EQ(each.read_to_end().body, "written");
}

TEST_F(WebServerReload, refuses_slow_requests_beyond_its_queue) {
  options_.listen = "127.0.0.1:0";
  server_ = std::make_unique<WebServer>(options_);
  std::promise<void> go_on;
  const auto may_go_on = go_on.get_future().share();
  server_->route(
      "GET", "/",
      [&](const Request&) {
        may_go_on.wait();
        return Response::text(200, "page");
      },
      Lane::page);
  std::atomic<int> refused = 0;
  server_->observe([&](const std::string&, int status, std::chrono::nanoseconds) {
    if (status == 503) ++refused;
  });
  ASSERT_TRUE(server_->start());
  std::vector<Connection> waiters;
  for (int i = 0; i < 20; ++i) {
    waiters.emplace_back("127.0.0.1", server_->port());
    waiters.back().send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  }
  // Eight in the queue, and one in the handler, if that was there before the queue was full.
  while (refused < 11)
    std::this_thread::yield();
  go_on.set_value();
  std::map<int, int> answers;
  for (const Connection& each : waiters) {
    const auto reply = each.read_to_end();
    ++answers[reply.status];
    EXPECT_EQ(reply.header("Retry-After"), reply.status == 503 ? "1" : "");
  }
  EXPECT_EQ(answers[200] + answers[503], 20);
  EXPECT_GE(answers[200], 8);
  EXPECT_LE(answers[200], 9);
}

}  // namespace
}  // namespace commune::web
