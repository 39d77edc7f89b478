#include "agent/settings/sections/notify_channel.hpp"

#include <string>

#include "tests/agent/settings/sections/notify_texts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::settings {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(NotifyChannel, keys_of_another_kind_are_refused) {
  EXPECT_THAT(mistakes(kContact, kNotify, std::string(kZalo) + "server = \"smtp://x\"\n"),
              ElementsAre("server has no meaning for a channel of kind \"zalo\""));
  EXPECT_THAT(mistakes(kContact, kNotify, std::string(kZalo) + "proxy = \"http://x:1\"\n"),
              ElementsAre("proxy has no meaning for a channel of kind \"zalo\""));
  EXPECT_THAT(sms_mistakes("\nbody", "\ntoken = { env = \"X\" }\nbody"),
              ElementsAre("token has no meaning for a channel of kind \"sms\""));
  EXPECT_THAT(mistakes(kContact, kNotify, std::string(kZalo) + "tokn = 1\n"),
              ElementsAre("unknown key \"tokn\" in notify.channel (did you mean \"token\"?)"));
}

TEST(NotifyChannel, addresses_fit_their_channels) {
  EXPECT_THAT(mistakes(replaced(kContact, "0900 000-100", "0900 000 100 (anh Ba)"), kNotify, kSms),
              ElementsAre("phone \"0900 000 100 (anh Ba)\" is not a number for SMS: write digits, "
                          "with a + before them at most, as in \"0900 000 100\""));
  EXPECT_THAT(mistakes(replaced(kContact, "0900 000-100", "+84.900.000.100"), kNotify, kSms),
              IsEmpty());
  EXPECT_THAT(
      mistakes(replaced(kContact, "abc123", "abc 123"), kNotify, kZalo),
      ElementsAre("zalo \"abc 123\" is not a chat id: it has blanks or letters beyond ASCII"));
  const std::string_view mail = R"(
[[notify.channel]]
id = "mail"
kind = "email"
server = "smtp://mail.example"
from = "a@b.example"
)";
  EXPECT_THAT(mistakes(replaced(kContact, "zalo = \"abc123\"", "email = \"cntt\""), kNotify, mail),
              ElementsAre("email \"cntt\" is not an e-mail address"));
  EXPECT_THAT(mistakes(replaced(kContact, "zalo = \"abc123\"", "email = \"a@b\\nBcc: c@d\""),
                       kNotify, mail),
              ElementsAre(HasSubstr("is not an e-mail address")));
}

TEST(NotifyChannel, two_channels_with_one_id_are_reported) {
  EXPECT_THAT(LoadedText(joined({kContact, kNotify, kZalo, kZalo})).errors(),
              ElementsAre("c.toml:54:6: channel \"zalo\" is already at c.toml:49:6"));
}

TEST(NotifyChannel, an_sms_carries_a_number_and_a_text) {
  EXPECT_THAT(sms_mistakes("{text}", "x"),
              ElementsAre("{text} is missing in url, body and headers: no message could be "
                          "sent"));
  EXPECT_THAT(sms_mistakes("{to}", "x"),
              ElementsAre(HasSubstr("{to} is missing in url, body and headers")));
  EXPECT_THAT(sms_mistakes("{text}", "{txt}"),
              Contains("body: {txt} is not a placeholder (did you mean \"text\"?); there are {to}, "
                       "{text}, {id} and {secret}"));
  EXPECT_THAT(sms_mistakes("{\"text\":\"{text}\"}", "{{}\"a\":{\"b\":[{}],\"text\":\"{text}\"}"),
              IsEmpty())
      << "braces of JSON are its own";
}

TEST(NotifyChannel, an_sms_secret_is_used_and_exists) {
  EXPECT_THAT(sms_mistakes("\nbody", "\nsecret = { env = \"X\" }\nbody"),
              ElementsAre("secret is not used: write {secret} at its place in url, body or "
                          "headers"));
  EXPECT_THAT(sms_mistakes("send?", "send?key={secret}&"),
              ElementsAre("{secret} is used but not configured: write secret = { file = \"…\" }"));
}

TEST(NotifyChannel, an_sms_request_can_be_made) {
  EXPECT_THAT(sms_mistakes("\nbody", "\nmethod = \"GET\"\nbody"),
              ElementsAre("a GET request has no body; write method = \"POST\", or put {to} and "
                          "{text} into the url"));
  EXPECT_THAT(sms_mistakes("https://sms.example", "sms.example"),
              ElementsAre(HasSubstr("must begin with http:// or https://")));
  EXPECT_THAT(sms_mistakes("\nbody", "\nheaders = { \"X Y\" = \"1\", A = \"1\\r\\nB: 2\" }\nbody"),
              ElementsAre("headers: \"X Y\" is not the name of a header",
                          "headers: A contains a line end or another control character"));
}

TEST(NotifyChannel, mail_needs_a_server_and_both_halves_of_a_login) {
  const auto with = [](std::string_view lines) {
    return mistakes(std::string(kContact) + "email = \"a@b.example\"\n", kNotify,
                    "\n[[notify.channel]]\nid = \"mail\"\nkind = \"email\"\n" + std::string(lines));
  };
  EXPECT_THAT(with("server = \"mail.example:587\"\nfrom = \"a@b.example\"\n"),
              ElementsAre("server \"mail.example:587\" is not an address such as "
                          "\"smtp://mail.example:587\" or \"smtps://mail.example:465\""));
  EXPECT_THAT(with("server = \"smtps://mail.example:465\"\nfrom = \"xa\"\n"),
              ElementsAre("from \"xa\" is not an address such as \"giamsat@xa.example.vn\""));
  EXPECT_THAT(with("server = \"smtp://[::1]:25\"\nfrom = \"a@b.example\"\nuser = \"u\"\n"),
              ElementsAre("user and password are used together: write both, or neither"));
}

}  // namespace
}  // namespace commune::settings
