// Requests over real sockets: what the server gets, and what its answers and silences become.
#include "core/net/http_client.hpp"

#include <thread>

#include "tests/core/net/local_http_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::LocalHttpServer;
using ::testing::Not;
using testing::Request;
using ::testing::SizeIs;
using ::testing::StartsWith;
using Kind = TransferFailure::Kind;

HttpRequest request_for(const std::string& url) {
  HttpRequest request;
  request.destination.url = url;
  return request;
}

TEST(HttpClient, gets_without_a_body_and_posts_with_one) {
  LocalHttpServer server([](const Request&) { return LocalHttpServer::answer("200 OK", "hello"); });
  HttpClient client;
  HttpRequest request = request_for(server.url("/x?y=1"));
  request.headers = {"X-Id: 7"};
  const auto response = client.send(request);
  ASSERT_TRUE(response) << response.error().error.message();
  EXPECT_EQ(response->status, 200);
  EXPECT_EQ(response->body, "hello");
  EXPECT_FALSE(response->truncated);
  request.body = std::string_view("a\0b", 3);
  EXPECT_TRUE(client.send(request));
  request.body = "";
  EXPECT_TRUE(client.send(request));
  ASSERT_THAT(server.requests(), SizeIs(3));
  EXPECT_THAT(server.requests()[0].head, StartsWith("GET /x?y=1 HTTP/1.1\r\n"));
  EXPECT_EQ(server.requests()[0].header("X-Id"), "7");
  EXPECT_THAT(server.requests()[1].head, StartsWith("POST /x?y=1 HTTP/1.1\r\n"));
  EXPECT_THAT(server.requests()[1].head, Not(HasSubstr("\r\nExpect:")));
  EXPECT_EQ(server.requests()[1].body, std::string("a\0b", 3));
  EXPECT_EQ(server.requests()[2].header("Content-Length"), "0");
  EXPECT_EQ(server.requests()[2].connection, 1);
}

TEST(HttpClient, remembers_nothing_of_the_request_before) {
  LocalHttpServer server([](const Request&) { return LocalHttpServer::answer("200 OK"); });
  HttpClient client;
  HttpRequest first = request_for(server.url("/"));
  first.destination.bearer_token = "t0ken";
  first.headers = {"X-Id: 7"};
  first.body = "body";
  first.takes_compressed = true;
  EXPECT_TRUE(client.send(first));
  EXPECT_TRUE(client.send(request_for(server.url("/"))));
  EXPECT_EQ(server.requests().at(0).header("Authorization"), "Bearer t0ken");
  const std::string head = server.requests().at(1).head;
  EXPECT_THAT(head, StartsWith("GET / "));
  for (const char* gone : {"Authorization", "X-Id", "Accept-Encoding", "Content-Length"})
    EXPECT_THAT(head, Not(HasSubstr(gone)));
}

TEST(HttpClient, reads_the_headers_of_the_response) {
  LocalHttpServer server([](const Request&) {
    return LocalHttpServer::answer("503 Busy", "", "Retry-After: 17\r\nX-Name: a b\r\n");
  });
  const auto response = HttpClient().send(request_for(server.url("/")));
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 503);
  EXPECT_EQ(response->retry_after, 17s);
  EXPECT_EQ(response->header("x-name"), "a b");
  EXPECT_EQ(response->header("Content-Length"), "0");
  EXPECT_EQ(response->header("X-Other"), "");
}

TEST(HttpClient, reads_no_more_of_a_body_than_its_limit) {
  const std::string body(100'000, 'x');
  LocalHttpServer server([&](const Request&) { return LocalHttpServer::answer("200 OK", body); });
  for (const std::size_t limit : {std::size_t{0}, std::size_t{10}, body.size() - 1}) {
    TransferLimits limits;
    limits.answer_bytes = limit;
    const auto response = HttpClient(limits).send(request_for(server.url("/")));
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status, 200);
    EXPECT_EQ(response->body, body.substr(0, limit));
    EXPECT_TRUE(response->truncated);
  }
  TransferLimits limits;
  limits.answer_bytes = body.size();
  const auto response = HttpClient(limits).send(request_for(server.url("/")));
  ASSERT_TRUE(response);
  EXPECT_EQ(response->body, body);
  EXPECT_FALSE(response->truncated);
}

TEST(HttpClient, follows_no_redirect) {
  LocalHttpServer elsewhere([](const Request&) { return LocalHttpServer::answer("200 OK"); });
  LocalHttpServer server([&](const Request&) {
    return LocalHttpServer::answer("302 Found", "", "Location: " + elsewhere.url("/") + "\r\n");
  });
  const auto response = HttpClient().send(request_for(server.url("/")));
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 302);
  EXPECT_EQ(response->header("Location"), elsewhere.url("/"));
  EXPECT_THAT(elsewhere.requests(), IsEmpty());
}

TEST(HttpClient, shows_no_secret_in_an_error) {
  std::string address;
  {
    const LocalHttpServer gone([](const Request&) { return std::nullopt; });
    address = gone.url("").substr(std::string("http://").size());
  }
  HttpRequest request = request_for("http://me:secret@" + address + "/bot-secret/x?key=secret");
  request.destination.bearer_token = "t0ken";
  const auto response = HttpClient().send(request);
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().kind, Kind::unreachable);
  EXPECT_EQ(response.error().error.message(), address + ": Couldn't connect to server");
  EXPECT_THAT(response.error().details, HasSubstr("127.0.0.1"));
  EXPECT_THAT(response.error().details, Not(HasSubstr("secret")));
}

TEST(HttpClient, refuses_other_protocols_and_certificates_that_cannot_be_read) {
  const auto file = HttpClient().send(request_for("file:///etc/hostname"));
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().kind, Kind::refused);
  LocalHttpServer server([](const Request&) { return LocalHttpServer::answer("200 OK"); });
  HttpRequest request = request_for(server.url("/", "https"));
  request.destination.ca_certificate = "/nonexistent/ca.pem";
  const auto tls = HttpClient().send(request);
  ASSERT_FALSE(tls);
  EXPECT_EQ(tls.error().kind, Kind::refused);
  EXPECT_THAT(server.requests(), IsEmpty());
}

TEST(HttpClient, stops_waiting_for_an_answer_that_does_not_come) {
  LocalHttpServer server([](const Request&) { return std::string(); });
  TransferLimits limits;
  limits.whole = 150ms;
  const auto response = HttpClient(limits).send(request_for(server.url("/")));
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().kind, Kind::timed_out);
}

TEST(HttpClient, ends_soon_when_it_is_aborted) {
  LocalHttpServer server([](const Request&) { return std::string(); });
  std::atomic<bool> aborted = false;
  std::thread stopper([&] {
    server.wait_for_request();
    aborted = true;
  });
  HttpClient client;
  const auto begun = std::chrono::steady_clock::now();
  const auto response = client.send(request_for(server.url("/")), aborted);
  stopper.join();
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().kind, Kind::aborted);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 10s);
  EXPECT_FALSE(client.send(request_for(server.url("/")), aborted));
  EXPECT_THAT(server.requests(), SizeIs(1));
}

}  // namespace
}  // namespace commune
