// Letters over real sockets: what the far end gets, and what its answers and silences mean.
#include "exporters/notify/channel_transport.hpp"

#include "tests/core/net/local_http_server.hpp"
#include "tests/exporters/notify/desk.hpp"
#include "tests/exporters/notify/local_smtp_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::notify::testing {
namespace {

using commune::testing::LocalHttpServer;
using commune::testing::Request;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using Kind = Outcome::Kind;

const std::string kToken = "123:secret-token_";
const Letter kLetter{"0123-7", "", "chat-nam", "🔴 Xã Kép: Mất Wi-Fi", "🔴 Mất \"Wi-Fi\"\nTừ: 14:05",
                     kBegun};

Channel zalo(const LocalHttpServer& far, const std::string& scheme = "http") {
  return {"zalo", Zalo{far.url("", scheme), kToken}, 20, ""};
}

Channel mail(const LocalSmtpServer& far, bool require_tls = false) {
  return {"email", Email{far.url(), "giamsat@xa.example", "", "", require_tls}, 20, ""};
}

Letter to(const std::string& address) {
  Letter letter = kLetter;
  letter.to = address;
  return letter;
}

std::string smtp_reply(const std::string& line) {
  if (line == "DATA") return "354 go on";
  if (line == "QUIT") return "221 bye";
  return "250 ok";
}

TEST(ChannelTransport, gives_zalo_the_text_in_json_behind_the_token) {
  LocalHttpServer far(
      [](const Request&) { return LocalHttpServer::answer("200 OK", R"({"ok":true})"); });
  ChannelTransport transport("Xã Kép");
  EXPECT_EQ(transport.send(zalo(far), kLetter).kind, Kind::delivered);
  const Request request = far.requests().at(0);
  EXPECT_THAT(request.head, StartsWith("POST /bot123:secret-token_/sendMessage HTTP/1.1\r\n"));
  EXPECT_THAT(request.head, HasSubstr("\r\nContent-Type: application/json\r\n"));
  EXPECT_THAT(request.head, Not(HasSubstr("\r\nExpect:")));
  EXPECT_EQ(request.body, R"({"chat_id":"chat-nam","text":"🔴 Mất \"Wi-Fi\"\nTừ: 14:05"})");
}

TEST(ChannelTransport, fills_a_gateways_url_headers_and_body) {
  LocalHttpServer far([](const Request&) { return LocalHttpServer::answer("200 OK", "accepted"); });
  ChannelTransport transport("Xã Kép");
  SmsGateway gateway;
  gateway.url = far.url("") + "/send?to={to}&text={text}&key={secret}";
  gateway.method = "GET";
  gateway.secret = "s/e c";
  gateway.headers = {{"X-Id", "{id}"}};
  gateway.success_contains = "accepted";
  EXPECT_EQ(transport.send({"sms", gateway, 20, ""}, to("+84900000001")).kind, Kind::delivered);
  EXPECT_THAT(far.requests().at(0).head,
              StartsWith("GET /send?to=%2B84900000001&text=%F0%9F%94%B4%20M"));
  EXPECT_THAT(far.requests().at(0).head, HasSubstr("&key=s%2Fe%20c HTTP/1.1"));
  EXPECT_THAT(far.requests().at(0).head, HasSubstr("\r\nX-Id: 0123-7\r\n"));
}

TEST(ChannelTransport, keeps_secrets_out_of_what_went_wrong) {
  ChannelTransport transport("Xã Kép", {Milliseconds(500), Milliseconds(500)});
  std::string refused_url;
  {
    LocalHttpServer far([](const Request& request) {
      return LocalHttpServer::answer("400 Bad Request",
                                     R"({"ok":false,"error_code":400,"description":")" +
                                         request.head.substr(0, request.head.find('\r')) + "\"}");
    });
    const Outcome refused = transport.send(zalo(far), kLetter);
    EXPECT_EQ(refused.kind, Kind::permanent);
    EXPECT_EQ(refused.what, "refuses it with 400: POST /bot***/sendMessage HTTP/1.1");
    const Outcome no_tls = transport.send(zalo(far, "https"), kLetter);
    EXPECT_NE(no_tls.kind, Kind::delivered);
    EXPECT_THAT(no_tls.what, Not(HasSubstr("secret-token")));
    refused_url = far.url("");
  }
  const Outcome nobody = transport.send({"zalo", Zalo{refused_url, kToken}, 20, ""}, kLetter);
  EXPECT_EQ(nobody.kind, Kind::temporary);
  EXPECT_EQ(nobody.what, "Couldn't connect to server");
}

TEST(ChannelTransport, follows_no_redirect_and_speaks_no_other_protocol) {
  LocalHttpServer far([](const Request&) {
    return LocalHttpServer::answer("302 Found", "", "Location: http://127.0.0.1:1/elsewhere\r\n");
  });
  ChannelTransport transport("Xã Kép");
  EXPECT_EQ(transport.send(zalo(far), kLetter).kind, Kind::permanent);
  EXPECT_EQ(far.requests().size(), 1U);
  const Outcome file = transport.send({"zalo", Zalo{"file:///etc", kToken}, 20, ""}, kLetter);
  EXPECT_EQ(file.kind, Kind::permanent);
}

TEST(ChannelTransport, reads_how_long_the_far_end_wants_to_be_left_alone) {
  LocalHttpServer far([](const Request&) {
    return LocalHttpServer::answer("429 Too Many Requests", "", "Retry-After: 17\r\n");
  });
  ChannelTransport transport("Xã Kép");
  const Outcome busy = transport.send(zalo(far), kLetter);
  EXPECT_EQ(busy.kind, Kind::temporary);
  EXPECT_EQ(busy.retry_after, 17s);
}

TEST(ChannelTransport, gives_up_when_nobody_answers) {
  LocalHttpServer far([](const Request&) { return std::string(); });
  ChannelTransport transport("Xã Kép", {Milliseconds(200), Milliseconds(200)});
  const Outcome silent = transport.send(zalo(far), kLetter);
  EXPECT_EQ(silent.kind, Kind::temporary);
  EXPECT_EQ(silent.what, "Timeout was reached");
}

TEST(ChannelTransport, ends_when_it_is_aborted) {
  LocalHttpServer far([](const Request&) { return std::string(); });
  ChannelTransport transport("Xã Kép");
  Outcome outcome;
  std::thread sender([&] { outcome = transport.send(zalo(far), kLetter); });
  far.wait_for_request();
  transport.abort();
  sender.join();
  EXPECT_EQ(outcome.kind, Kind::aborted);
}

TEST(ChannelTransport, mails_utf8_that_any_reader_shows) {
  LocalSmtpServer far(smtp_reply);
  ChannelTransport transport("Xã Kép");
  EXPECT_EQ(transport.send(mail(far), to("lan@example.vn")).kind, Kind::delivered);
  const auto said = far.received();
  const std::string all = fmt::format("{}", fmt::join(said, "\n"));
  EXPECT_THAT(all, HasSubstr("MAIL FROM:<giamsat@xa.example>"));
  EXPECT_THAT(all, HasSubstr("RCPT TO:<lan@example.vn>"));
  EXPECT_THAT(all, HasSubstr("From: =?UTF-8?B?WMOjIEvDqXA=?= <giamsat@xa.example>\r\n"));
  EXPECT_THAT(all, HasSubstr("Date: Wed, 25 Nov 2026 07:05:00 +0000\r\n"));
  EXPECT_THAT(all, HasSubstr("Message-ID: <0123-7@xa.example>\r\n"));
  EXPECT_THAT(all, HasSubstr("Content-Type: text/plain; charset=utf-8\r\n"));
  EXPECT_THAT(all, HasSubstr("T=E1=BB=AB: 14:05"));
}

TEST(ChannelTransport, distinguishes_a_refusing_relay_from_a_busy_one) {
  ChannelTransport transport("Xã Kép");
  for (const auto& [answer, kind] : {std::pair{"550 no such user", Kind::permanent},
                                     std::pair{"450 try later", Kind::temporary}}) {
    LocalSmtpServer far([said = std::string(answer)](const std::string& line) {
      return line.starts_with("RCPT") ? said : smtp_reply(line);
    });
    EXPECT_EQ(transport.send(mail(far), to("lan@example.vn")).kind, kind) << answer;
  }
}

TEST(ChannelTransport, mails_nothing_in_the_clear_where_tls_is_required) {
  LocalSmtpServer far(smtp_reply);
  ChannelTransport transport("Xã Kép");
  EXPECT_EQ(transport.send(mail(far, true), to("lan@example.vn")).kind, Kind::permanent);
  for (const std::string& line : far.received())
    EXPECT_THAT(line, Not(StartsWith("MAIL")));
}

TEST(ChannelTransport, asks_prometheus_whether_there_is_an_answer) {
  std::string body = R"({"status":"success","data":{"resultType":"vector","result":[]}})";
  LocalHttpServer far([&](const Request&) { return LocalHttpServer::answer("200 OK", body); });
  ChannelTransport transport("Xã Kép");
  EXPECT_EQ(transport.holds(far.url(""), "up{a=\"b\"} == 1"), false);
  EXPECT_THAT(far.requests().at(0).head,
              StartsWith("GET /api/v1/query?query=up%7Ba%3D%22b%22%7D%20%3D%3D%201 HTTP/1.1\r\n"));
  body = R"({"status":"success","data":{"resultType":"vector","result":[{"value":[0,"0"]}]}})";
  EXPECT_EQ(transport.holds(far.url(""), "up"), true);
  body = "<html>log in</html>";
  const auto odd = transport.holds(far.url(""), "up");
  ASSERT_FALSE(odd);
  EXPECT_EQ(odd.error().message(), "Prometheus: answers 200: <html>log in</html>");
}

}  // namespace
}  // namespace commune::notify::testing
