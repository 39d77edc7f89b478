// Values in URLs, JSON, XML and mail heads, and secrets that stay out of errors.
#include "exporters/notify/encoding.hpp"

#include "core/model/text.hpp"
#include "exporters/notify/answers.hpp"
#include "exporters/notify/channel_transport.hpp"
#include "tests/exporters/notify/desk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace commune::notify::testing {
namespace {

using Kind = Outcome::Kind;

const Fillings kFillings{"+84900000001", "a \"b\" & c\\d\n{id}", "o-7", "s/e+c r"};

TEST(Template, in_a_url_is_percent_encoded) {
  EXPECT_EQ(filled("http://g/send?to={to}&text={text}&key={secret}", kFillings, &percent_encoded),
            "http://g/send?to=%2B84900000001&text=a%20%22b%22%20%26%20c%5Cd%0A%7Bid%7D"
            "&key=s%2Fe%2Bc%20r");
}

TEST(Template, in_json_stays_within_its_string) {
  const std::string body = filled_body(R"({"to":"{to}","text":"{text}","id":"{id}","{x}":1})",
                                       kFillings, "application/json; charset=utf-8");
  const auto read = nlohmann::json::parse(body);
  EXPECT_EQ(read["text"], kFillings.text);
  EXPECT_EQ(read["to"], kFillings.to);
  EXPECT_EQ(read["id"], "o-7");
  EXPECT_EQ(read["{x}"], 1);
}

TEST(Template, in_forms_xml_and_plain_text_is_encoded_as_each_asks_for) {
  EXPECT_EQ(filled_body("t={text}", kFillings, "application/x-www-form-urlencoded"),
            "t=a%20%22b%22%20%26%20c%5Cd%0A%7Bid%7D");
  EXPECT_EQ(filled_body("<t>{text}</t>", {"", "<a>&'\"", "", ""}, "text/xml"),
            "<t>&lt;a&gt;&amp;&apos;&quot;</t>");
  EXPECT_EQ(filled_body("{text}{to", kFillings, "text/plain"), kFillings.text + "{to");
}

TEST(MailWords, are_left_alone_where_they_are_plain) {
  EXPECT_EQ(mail_words("Xa Kep: mat mang"), "Xa Kep: mat mang");
  EXPECT_EQ(mail_words("=?x?="), "=?UTF-8?B?PT94Pz0=?=");
}

TEST(MailWords, encode_utf8_as_base64_in_words_of_at_most_75_bytes_with_whole_letters) {
  EXPECT_EQ(mail_words("Xã Kép"), "=?UTF-8?B?WMOjIEvDqXA=?=");
  std::string text;
  for (int i = 0; i < 40; ++i)
    text += "đồi🔴";
  std::istringstream lines(mail_words(text));
  for (std::string line; std::getline(lines, line);) {
    while (line.ends_with('\r'))
      line.pop_back();
    const std::string word = line.starts_with(' ') ? line.substr(1) : line;
    EXPECT_LE(word.size(), 75U);
    EXPECT_TRUE(word.starts_with("=?UTF-8?B?") && word.ends_with("?=")) << word;
  }
}

TEST(MailHead, is_the_same_at_every_try_and_cannot_be_broken_out_of) {
  Letter letter{"0123-7", "0123-6", "lan@example.vn", "🔴 Mất\r\nBcc: all@example.vn", "", kBegun};
  const Email email{"smtp://m", "giamsat@xa.example.vn", "", "", true};
  EXPECT_THAT(mail_head(email, "Xã Kép", letter),
              ::testing::ElementsAre(
                  "From: =?UTF-8?B?WMOjIEvDqXA=?= <giamsat@xa.example.vn>", "To: <lan@example.vn>",
                  "Subject: =?UTF-8?B?8J+UtCBN4bqldCAgQmNjOiBhbGxAZXhhbXBsZS52bg==?=",
                  "Date: Wed, 25 Nov 2026 07:05:00 +0000", "Message-ID: <0123-7@xa.example.vn>",
                  "Auto-Submitted: auto-generated", "In-Reply-To: <0123-6@xa.example.vn>"));
}

TEST(Secrets, are_struck_out_plain_and_encoded) {
  EXPECT_EQ(without_secrets("no bots/e here: /bots%2Fe/send, s/e", {"s/e", ""}),
            "no bot*** here: /bot***/send, ***");
}

TEST(Answers, judge_bots_by_their_ok) {
  EXPECT_EQ(bot_outcome({200, R"({"ok":true,"result":{}})", {}}).kind, Kind::delivered);
  const auto refused =
      bot_outcome({200, R"({"ok":false,"error_code":400,"description":"chat not found"})", {}});
  EXPECT_EQ(refused.kind, Kind::permanent);
  EXPECT_EQ(refused.what, "refuses it with 400: chat not found");
  EXPECT_EQ(bot_outcome({401, R"({"ok":false,"error_code":401})", {}}).kind, Kind::permanent);
  EXPECT_EQ(bot_outcome({500, R"({"ok":false,"error_code":500})", {}}).kind, Kind::temporary);
  EXPECT_EQ(bot_outcome({200, R"({"ok":false,"error_code":-216})", {}}).kind, Kind::temporary);
  EXPECT_EQ(bot_outcome({502, "<html>Bad Gateway", {}}).kind, Kind::temporary);
  EXPECT_EQ(bot_outcome({404, "", {}}).kind, Kind::permanent);
  EXPECT_EQ(bot_outcome({302, "", {}}).kind, Kind::permanent);
  EXPECT_EQ(bot_outcome({200, "<html>Log in to this Wi-Fi", {}}).kind, Kind::temporary);
  EXPECT_EQ(bot_outcome({200, std::string(60'000, '['), {}}).kind, Kind::temporary);
}

TEST(Answers, read_when_a_bot_wants_the_next_try) {
  const auto busy =
      bot_outcome({429, R"({"ok":false,"error_code":429,"parameters":{"retry_after":35}})", 5s});
  EXPECT_EQ(busy.kind, Kind::temporary);
  EXPECT_EQ(busy.retry_after, 35s);
}

TEST(Answers, judge_gateways_by_status_and_content) {
  EXPECT_EQ(gateway_outcome({202, "", {}}, "").kind, Kind::delivered);
  EXPECT_EQ(gateway_outcome({200, R"({"CodeResult":"100"})", {}}, "\"100\"").kind, Kind::delivered);
  const auto empty_purse = gateway_outcome({200, R"({"CodeResult":"103"})", {}}, "\"100\"");
  EXPECT_EQ(empty_purse.kind, Kind::permanent);
  EXPECT_EQ(empty_purse.what, R"(answers 200 without ""100"": {"CodeResult":"103"})");
  EXPECT_EQ(gateway_outcome({503, "", 7s}, "").retry_after, 7s);
  EXPECT_EQ(gateway_outcome({400, "bad number", {}}, "").what, "answers 400: bad number");
}

}  // namespace
}  // namespace commune::notify::testing
