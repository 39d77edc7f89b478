#include "exporters/web/web_server.hpp"

#include <atomic>
#include <stdexcept>

#include "core/runtime/guarded.hpp"
#include "tests/exporters/web/http_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::web {
namespace {

using testing::Connection;
using ::testing::HasSubstr;
using testing::Reply;

const std::string kLongText = [] {
  std::string text;
  while (text.size() < 100'000)
    text += "commune_device_up{device=\"ap-1\"} 1\n";
  return text;
}();

class WebServerTest : public ::testing::Test {
 protected:
  void start(const std::string& listen = "127.0.0.1:0") {
    Options options = options_;
    options.listen = listen;
    server_ = std::make_unique<WebServer>(options);
    server_->route("GET", "/metrics",
                   [](const Request&) { return Response::text(200, kLongText); });
    server_->route("GET", "/short", [](const Request&) { return Response::text(200, "short\n"); });
    server_->route("GET", "/", [](const Request&) { return Response::html("<p>"); });
    server_->route("GET", "/throws",
                   [](const Request&) -> Response { throw std::runtime_error("broken"); });
    server_->route("GET", "/query", [](const Request& request) {
      return Response::text(
          200, std::string(request.parameter("từ").value_or("none")) + "|" + request.client);
    });
    server_->route("GET", "/who", [](const Request& request) {
      return Response::text(200, request.authorization);
    });
    server_->route("POST", "/-/reload",
                   [](const Request& request) { return Response::text(202, request.body); });
    server_->observe([this](const std::string& path, int status, std::chrono::nanoseconds) {
      seen_.with([&](auto& seen) { seen.push_back(path + " " + std::to_string(status)); });
    });
    const auto started = server_->start();
    ASSERT_TRUE(started) << started.error().message();
  }

  Reply get(const std::string& path, const std::string& headers = "") {
    return testing::request(server_->port(), "GET", path, headers);
  }

  Options options_;
  Guarded<std::vector<std::string>> seen_;
  std::unique_ptr<WebServer> server_;
};

TEST_F(WebServerTest, answers_with_body_type_and_cautious_headers) {
  start();
  const auto reply = get("/short");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, "short\n");
  EXPECT_EQ(reply.header("Content-Type"), "text/plain; charset=utf-8");
  EXPECT_EQ(reply.header("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(reply.header("Cache-Control"), "no-store");
  EXPECT_EQ(reply.header("Vary"), "Accept-Encoding");
  const std::string policy = get("/").header("Content-Security-Policy");
  EXPECT_THAT(policy, HasSubstr("default-src 'none'"));
  // Otherwise the status page would not update: its script reloads it from here.
  EXPECT_THAT(policy, HasSubstr("script-src 'unsafe-inline'; connect-src 'self'"));
}

TEST_F(WebServerTest, compresses_on_request_without_changing_the_content) {
  start();
  const auto plain = get("/metrics");
  const auto compressed = get("/metrics", "Accept-Encoding: gzip\r\n");
  EXPECT_EQ(plain.header("Content-Encoding"), "");
  EXPECT_TRUE(plain.body == kLongText);
  EXPECT_EQ(compressed.header("Content-Encoding"), "gzip");
  EXPECT_LT(compressed.body.size(), kLongText.size() / 10);
  EXPECT_TRUE(testing::gunzip(compressed.body) == kLongText);
}

TEST_F(WebServerTest, does_not_compress_short_bodies_or_for_clients_that_refuse_it) {
  start();
  EXPECT_EQ(get("/short", "Accept-Encoding: gzip\r\n").body, "short\n");
  EXPECT_TRUE(get("/metrics", "Accept-Encoding: gzip;q=0\r\n").body == kLongText);
}

TEST_F(WebServerTest, answers_head_like_get_without_the_body) {
  start();
  const auto reply = testing::request(server_->port(), "HEAD", "/metrics");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.header("Content-Length"), std::to_string(kLongText.size()));
  EXPECT_EQ(reply.body, "");
}

TEST_F(WebServerTest, answers_404_and_405_helpfully) {
  start();
  EXPECT_EQ(get("/nothing").status, 404);
  EXPECT_THAT(get("/nothing").body, HasSubstr("GET, HEAD /metrics"));
  const auto reply = testing::request(server_->port(), "DELETE", "/metrics");
  EXPECT_EQ(reply.status, 405);
  EXPECT_EQ(reply.header("Allow"), "GET, HEAD");
  EXPECT_EQ(get("/-/reload").status, 405);
}

TEST_F(WebServerTest, keeps_running_when_a_handler_throws) {
  start();
  EXPECT_EQ(get("/throws").status, 500);
  EXPECT_EQ(get("/short").status, 200);
}

TEST_F(WebServerTest, passes_query_client_and_body_to_the_handler) {
  start();
  EXPECT_EQ(get("/query?a=1&t%E1%BB%AB=%C4%91%20x").body, "đ x|127.0.0.1");
  const auto reply = testing::request(server_->port(), "POST", "/-/reload", "", "body text");
  EXPECT_EQ(reply.status, 202);
  EXPECT_EQ(reply.body, "body text");
  EXPECT_EQ(testing::request(server_->port(), "POST", "/-/reload").status, 202);
}

TEST_F(WebServerTest, refuses_requests_from_a_page_of_another_site) {
  start();
  const auto post = [&](const std::string& origin) {
    return testing::request(server_->port(), "POST", "/-/reload", "Origin: " + origin + "\r\n")
        .status;
  };
  EXPECT_EQ(post("http://agent"), 202);
  EXPECT_EQ(post("http://elsewhere.example"), 403);
  EXPECT_EQ(post("null"), 403);
}

TEST_F(WebServerTest, passes_the_authorization_on_unchanged) {
  start();
  EXPECT_EQ(get("/who", "Authorization: Bearer s/e:c r\r\n").body, "Bearer s/e:c r");
  EXPECT_EQ(get("/who").body, "");
}

TEST_F(WebServerTest, accepts_bodies_up_to_the_configured_length) {
  options_.longest_body = 200'000;
  start();
  const auto post = [&](std::size_t size) {
    return testing::request(server_->port(), "POST", "/-/reload", "", std::string(size, 'x'));
  };
  EXPECT_EQ(post(200'000).body.size(), 200'000U);
  EXPECT_EQ(post(200'001).status, 413);
}

TEST_F(WebServerTest, refuses_huge_headers_and_bodies) {
  start();
  EXPECT_EQ(get("/short", "X-Huge: " + std::string(200'000, 'x') + "\r\n").status, 431);
  EXPECT_EQ(get("/" + std::string(100'000, 'x')).status, 414);
  EXPECT_EQ(testing::request(server_->port(), "POST", "/-/reload", "",
                             std::string(Options{}.longest_body, 'x'))
                .body.size(),
            Options{}.longest_body);
  EXPECT_EQ(
      testing::request(server_->port(), "POST", "/-/reload", "Content-Length: 10000000\r\n").status,
      413);
  EXPECT_EQ(get("/short").status, 200);
}

TEST_F(WebServerTest, refuses_a_long_body_without_a_length) {
  start();
  const Connection connection("127.0.0.1", server_->port());
  connection.send(
      "POST /-/reload HTTP/1.1\r\nHost: agent\r\nConnection: close\r\n"
      "Transfer-Encoding: chunked\r\n\r\n");
  for (int i = 0; i < 20; ++i)
    connection.send("1000\r\n" + std::string(0x1000, 'x') + "\r\n");
  connection.send("0\r\n\r\n");
  EXPECT_EQ(connection.read_to_end().status, 413);
}

TEST_F(WebServerTest, survives_requests_that_are_not_http) {
  start();
  for (const std::string& noise :
       {std::string("\x16\x03\x01\x02\x00\x01\x00", 7), std::string("GET\r\n\r\n"),
        std::string("GET / HTTP/1.1\r\n\r\n"), std::string(1000, '\0') + "\r\n\r\n",
        std::string("POST /-/reload HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n")}) {
    Connection connection("127.0.0.1", server_->port());
    connection.send(noise);
  }
  EXPECT_EQ(get("/short").status, 200);
}

TEST_F(WebServerTest, answers_others_while_a_hundred_requests_hang_half_sent) {
  options_.connection_timeout = std::chrono::seconds(5);
  start();
  std::vector<Connection> hanging;
  for (int i = 0; i < 100; ++i) {
    hanging.emplace_back("127.0.0.1", server_->port());
    hanging.back().send("GET /metrics HTTP/1.1\r\nHost: ag");
  }
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_TRUE(get("/metrics").body == kLongText);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, options_.connection_timeout);
}

TEST_F(WebServerTest, closes_requests_that_never_end) {
  options_.connection_timeout = std::chrono::seconds(1);
  start();
  const Connection connection("127.0.0.1", server_->port());
  connection.send("GET /metrics HTTP/1.1\r\nHost: ag");
  const int status = connection.read_to_end().status;
  EXPECT_TRUE(status == 0 || status == 408) << status;
}

TEST_F(WebServerTest, limits_the_connections_of_one_address_and_serves_the_others) {
  options_.connections_per_address = 3;
  start();
  std::vector<Connection> open;
  for (int i = 0; i < 3; ++i) {
    open.emplace_back("127.0.0.1", server_->port());
    // Answered and kept open: connections that only wait to be accepted do not count yet.
    open.back().send("GET /short HTTP/1.1\r\nHost: a\r\n\r\n");
    open.back().wait_for_answer();
  }
  const Connection one_more("127.0.0.1", server_->port());
  one_more.send("GET /short HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(one_more.read_to_end().status, 0);
  const Connection neighbour("127.0.0.1", server_->port(), "127.0.0.2");
  neighbour.send("GET /short HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(neighbour.read_to_end().status, 200);
}

TEST_F(WebServerTest, stops_at_once_with_connections_open) {
  start();
  std::vector<Connection> open;
  for (int i = 0; i < 20; ++i) {
    open.emplace_back("127.0.0.1", server_->port());
    open.back().send(i % 2 ? "GET /short HTTP/1.1\r\nHost: a\r\n\r\n" : "POST /-/rel");
  }
  const auto port = server_->port();
  const auto begun = std::chrono::steady_clock::now();
  server_->stop();
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(1));
  EXPECT_EQ(server_->port(), 0);
  EXPECT_THROW(Connection("127.0.0.1", port), std::runtime_error);
}

TEST_F(WebServerTest, makes_no_page_after_it_refuses_requests) {
  start();
  const Connection waiting("127.0.0.1", server_->port());
  waiting.send("GET /metrics HTTP/1.1\r\nHost: a\r\n");
  EXPECT_EQ(get("/short").status, 200);
  server_->refuse_requests();
  waiting.send("\r\n");
  EXPECT_EQ(waiting.read_to_end().status, 0);
  EXPECT_EQ(get("/short").status, 0);
  server_->stop();
  EXPECT_THAT(seen_.with([](const auto& seen) { return seen; }),
              ::testing::ElementsAre("/short 200"));
}

TEST_F(WebServerTest, listens_on_ipv6_and_on_both_families_at_once) {
  start("[::1]:0");
  EXPECT_EQ(testing::request(server_->port(), "GET", "/query", "", "", "::1").body, "none|::1");
  start("[::]:0");
  EXPECT_EQ(testing::request(server_->port(), "GET", "/query", "", "", "::1").body, "none|::1");
  EXPECT_EQ(get("/query").body, "none|127.0.0.1");
}

TEST_F(WebServerTest, names_the_address_that_is_already_in_use) {
  start();
  Options options;
  options.listen = "127.0.0.1:" + std::to_string(server_->port());
  WebServer second(options);
  const auto started = second.start();
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().where, options.listen);
  EXPECT_THAT(started.error().what, HasSubstr("another program listens here"));
}

TEST_F(WebServerTest, calls_the_observer_for_every_answer) {
  start();
  get("/short");
  get("/wp-login.php");
  get("/throws");
  server_->stop();
  EXPECT_THAT(seen_.with([](const auto& seen) { return seen; }),
              ::testing::UnorderedElementsAre("/short 200", "other 404", "/throws 500"));
}

}  // namespace
}  // namespace commune::web
