// Requests over real sockets: what the receiver gets, and how its answers and silences are judged.
#include "exporters/remote_write/push.hpp"

#include <thread>

#include "tests/exporters/remote_write/receiver_end.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace commune::remote_write::testing {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;
using Kind = Verdict::Kind;

const std::string kBody("\x05\0snappy\xff\n\r\n\r\n", 13);
constexpr std::size_t kManyBytes = 10'000'000;
const std::string kAgent = "commune-agent/0.1.0";

Receiver receiver(const ReceiverEnd& end) {
  Receiver made;
  made.id = "central";
  made.url = end.url();
  return made;
}

std::string taken(const Request&) {
  return ReceiverEnd::answer("204 No Content");
}

/// Sends once to a server that gives this answer.
Verdict verdict_on(const std::string& answer) {
  ReceiverEnd end([&](const Request&) { return answer; });
  return Push(receiver(end), kAgent).send(kBody);
}

/// On loopback, and closed again.
int unused_port() {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* any = reinterpret_cast<sockaddr*>(&address);
  EXPECT_EQ(::bind(socket, any, size), 0);
  EXPECT_EQ(::getsockname(socket, any, &size), 0);
  ::close(socket);
  return ntohs(address.sin_port);
}

TEST(Push, sends_the_headers_of_the_protocol) {
  ReceiverEnd end(taken);
  Push push(receiver(end), kAgent);
  const Verdict verdict = push.send(kBody);
  EXPECT_EQ(verdict.kind, Kind::taken);
  EXPECT_EQ(verdict.status, 204);
  ASSERT_THAT(end.requests(), SizeIs(1));
  const Request request = end.requests()[0];
  EXPECT_THAT(request.head, StartsWith("POST /api/v1/write HTTP/1.1\r\n"));
  EXPECT_EQ(request.header("Content-Encoding"), "snappy");
  EXPECT_EQ(request.header("Content-Type"), "application/x-protobuf");
  EXPECT_EQ(request.header("X-Prometheus-Remote-Write-Version"), "0.1.0");
  EXPECT_EQ(request.header("User-Agent"), kAgent);
  EXPECT_EQ(request.header("Content-Length"), "13");
  EXPECT_THAT(request.head, Not(HasSubstr("\r\nExpect:")));
  EXPECT_THAT(request.head, Not(HasSubstr("\r\nAuthorization:")));
  EXPECT_EQ(request.body, kBody);
}

TEST(Push, sends_a_large_body_whole) {
  std::string body(3'000'000, '\0');
  for (std::size_t i = 0; i < body.size(); ++i)
    body[i] = static_cast<char>(i * 7 + i / 256);
  ReceiverEnd end(taken);
  EXPECT_EQ(Push(receiver(end), kAgent).send(body).kind, Kind::taken);
  EXPECT_EQ(end.requests().at(0).body, body);
}

TEST(Push, logs_in_with_a_password) {
  ReceiverEnd end(taken);
  Receiver to = receiver(end);
  to.user = "gateway";
  to.password = "s:ecret";
  EXPECT_EQ(Push(to, kAgent).send(kBody).kind, Kind::taken);
  // "gateway:s:ecret" in base64.
  EXPECT_EQ(end.requests().at(0).header("Authorization"), "Basic Z2F0ZXdheTpzOmVjcmV0");
}

TEST(Push, logs_in_with_a_token) {
  ReceiverEnd end(taken);
  Receiver to = receiver(end);
  to.bearer_token = "t0ken-_.x";
  EXPECT_EQ(Push(to, kAgent).send(kBody).kind, Kind::taken);
  EXPECT_EQ(end.requests().at(0).header("Authorization"), "Bearer t0ken-_.x");
}

TEST(Push, keeps_its_connection) {
  ReceiverEnd end([](const Request& request) {
    return request.body == "bad" ? ReceiverEnd::answer("400 Bad Request", "out of order\n")
                                 : ReceiverEnd::answer("204 No Content");
  });
  Push push(receiver(end), kAgent);
  for (const std::string body : {"one", "bad", "two"})
    push.send(body);
  ASSERT_THAT(end.requests(), SizeIs(3));
  for (const Request& request : end.requests())
    EXPECT_EQ(request.connection, 1);
}

TEST(Push, connects_again_when_the_connection_was_closed) {
  ReceiverEnd end(
      [](const Request&) { return ReceiverEnd::answer("200 OK", "", "Connection: close\r\n"); });
  Push push(receiver(end), kAgent);
  EXPECT_EQ(push.send("one").kind, Kind::taken);
  EXPECT_EQ(push.send("two").kind, Kind::taken);
  EXPECT_EQ(end.requests().at(1).connection, 2);
  EXPECT_EQ(end.requests().at(1).body, "two");
}

TEST(Push, reports_the_first_line_of_the_answer) {
  const Verdict verdict =
      verdict_on(ReceiverEnd::answer("400 Bad Request", "out of order sample\n"));
  EXPECT_EQ(verdict.kind, Kind::refused);
  EXPECT_EQ(verdict.status, 400);
  EXPECT_TRUE(verdict.names_samples);
  EXPECT_EQ(verdict.what, "answers 400: out of order sample");
}

TEST(Push, reports_how_long_the_receiver_wants_it_to_wait) {
  const auto busy = [](const std::string& after) {
    return verdict_on(
        ReceiverEnd::answer("429 Too Many Requests", "", "Retry-After: " + after + "\r\n"));
  };
  EXPECT_EQ(busy("120").kind, Kind::later);
  EXPECT_EQ(busy("120").retry_after, 120s);
  EXPECT_EQ(busy("99999999").retry_after, 24h);
  EXPECT_EQ(busy("-5").retry_after, 0s);
  EXPECT_EQ(busy("Wed, 01 Jan 2020 00:00:00 GMT").retry_after, 0s);
}

// The next answer does not request a pause.
TEST(Push, forgets_the_answer_before) {
  int count = 0;
  ReceiverEnd end([&](const Request&) {
    return ++count == 1 ? ReceiverEnd::answer("503 Busy", "first", "Retry-After: 9\r\n")
                        : ReceiverEnd::answer("503 Busy");
  });
  Push push(receiver(end), kAgent);
  EXPECT_EQ(push.send(kBody).retry_after, 9s);
  EXPECT_EQ(push.send(kBody).retry_after, 0s);
  EXPECT_EQ(push.send(kBody).what, "answers 503");
}

TEST(Push, follows_no_redirect) {
  ReceiverEnd elsewhere(taken);
  for (const std::string status :
       {"301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"}) {
    ReceiverEnd end([&](const Request&) {
      return ReceiverEnd::answer(status, "", "Location: " + elsewhere.url() + "\r\n");
    });
    Receiver to = receiver(end);
    to.bearer_token = "t0ken";
    const Verdict verdict = Push(to, kAgent).send(kBody);
    EXPECT_EQ(verdict.kind, Kind::held) << status;
    EXPECT_THAT(verdict.what, HasSubstr("redirects are not followed"));
    EXPECT_THAT(verdict.what, Not(HasSubstr("t0ken")));
    EXPECT_THAT(end.requests(), SizeIs(1));
  }
  EXPECT_THAT(elsewhere.requests(), IsEmpty());
}

TEST(Push, does_not_answer_a_challenge_with_another_try) {
  ReceiverEnd end([](const Request&) {
    return ReceiverEnd::answer("401 Unauthorized", "", "WWW-Authenticate: Digest realm=\"x\"\r\n");
  });
  Receiver to = receiver(end);
  to.user = "gateway";
  to.password = "secret";
  const Verdict verdict = Push(to, kAgent).send(kBody);
  EXPECT_EQ(verdict.kind, Kind::held);
  EXPECT_THAT(verdict.what, Not(HasSubstr("secret")));
  EXPECT_THAT(end.requests(), SizeIs(1));
}

TEST(Push, reads_only_the_beginning_of_an_endless_answer) {
  std::string body;
  body.resize(kManyBytes, 'x');
  ReceiverEnd end(
      [&](const Request&) { return ReceiverEnd::answer("500 Internal Server Error", body); });
  const Verdict verdict = Push(receiver(end), kAgent).send(kBody);
  EXPECT_EQ(verdict.kind, Kind::later);
  EXPECT_EQ(verdict.status, 500);
  EXPECT_EQ(verdict.what, "answers 500: " + std::string(160, 'x'));
  // The sockets of both ends hold bytes that are already on their way.
  EXPECT_LT(end.sent_bytes(), 9'000'000U);
}

TEST(Push, judges_a_long_answer_by_its_status) {
  const std::string body = "out of bounds " + std::string(100'000, 'x');
  EXPECT_EQ(verdict_on(ReceiverEnd::answer("200 OK", body)).kind, Kind::taken);
  EXPECT_TRUE(verdict_on(ReceiverEnd::answer("400 Bad Request", body)).names_samples);
}

TEST(Push, tries_later_when_nobody_answers) {
  Receiver to;
  to.url = "http://127.0.0.1:" + std::to_string(unused_port()) + "/api/v1/write";
  const Verdict verdict = Push(to, kAgent).send(kBody);
  EXPECT_EQ(verdict.kind, Kind::later);
  EXPECT_EQ(verdict.status, 0);
  EXPECT_FALSE(verdict.timed_out);
  EXPECT_NE(verdict.what, "");
}

TEST(Push, tries_later_when_the_connection_breaks_off) {
  ReceiverEnd end([](const Request&) { return std::nullopt; });
  const Verdict verdict = Push(receiver(end), kAgent).send(kBody);
  EXPECT_EQ(verdict.kind, Kind::later);
  EXPECT_EQ(verdict.status, 0);
  // A second connection must not cause a second request.
  EXPECT_THAT(end.requests(), SizeIs(1));
}

TEST(Push, holds_when_the_answer_is_not_http) {
  EXPECT_EQ(verdict_on("220 mail.example ESMTP\r\n").kind, Kind::held);
}

TEST(Push, stops_waiting_for_an_answer_that_does_not_come) {
  ReceiverEnd end([](const Request&) { return std::string(); });
  Push push(receiver(end), kAgent, {1s, 150ms});
  const Verdict verdict = push.send(kBody);
  EXPECT_EQ(verdict.kind, Kind::later);
  EXPECT_TRUE(verdict.timed_out);
  EXPECT_EQ(verdict.status, 0);
}

TEST(Push, holds_when_a_certificate_cannot_be_read) {
  ReceiverEnd end(taken);
  Receiver to = receiver(end);
  to.url.replace(0, 4, "https");
  to.ca_certificate = "/nonexistent/ca.pem";
  const Verdict verdict = Push(to, kAgent).send(kBody);
  EXPECT_EQ(verdict.kind, Kind::held);
  EXPECT_THAT(end.requests(), IsEmpty());
}

TEST(Push, speaks_http_only) {
  Receiver to;
  to.url = "file:///etc/hostname";
  EXPECT_EQ(Push(to, kAgent).send(kBody).kind, Kind::held);
}

TEST(Push, ends_soon_when_it_is_aborted) {
  ReceiverEnd end([](const Request&) { return std::string(); });
  Push push(receiver(end), kAgent);
  std::thread stopper([&] {
    end.wait_for_request();
    push.abort();
  });
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_EQ(push.send(kBody).kind, Kind::aborted);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 10s);
  stopper.join();
  EXPECT_EQ(push.send(kBody).kind, Kind::aborted);
  EXPECT_THAT(end.requests(), SizeIs(1));
}

}  // namespace
}  // namespace commune::remote_write::testing
