#include "agent/settings/sections/notify_section.hpp"

#include <string>
#include <variant>

#include "tests/agent/settings/sections/notify_texts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::settings {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

class Variables {
 public:
  Variables() {
    ::setenv("COMMUNE_TEST_SHARED", "shared secret", 1);
    ::setenv("COMMUNE_TEST_TOKEN", "t0ken", 1);
  }
  ~Variables() {
    ::unsetenv("COMMUNE_TEST_SHARED");
    ::unsetenv("COMMUNE_TEST_TOKEN");
  }
  Variables(const Variables&) = delete;
  Variables& operator=(const Variables&) = delete;
};

TEST(NotifySection, is_read_with_its_usual_values) {
  const LoadedText loaded(joined({kContact, kNotify, kZalo}));
  ASSERT_THAT(loaded.errors(), IsEmpty());
  const auto& notify = loaded.result->notify;
  ASSERT_TRUE(notify);
  EXPECT_EQ(notify->state_dir, "/var/lib/commune-notify");
  EXPECT_EQ(notify->commune_name, "Xã Kép");
  EXPECT_EQ(notify->timezone, "Asia/Ho_Chi_Minh");
  EXPECT_THAT(notify->languages, ElementsAre(Language::vi));
  EXPECT_EQ(notify->default_contact.value, "cntt");
  EXPECT_FALSE(notify->night);
  EXPECT_EQ(notify->max_age, std::chrono::hours(24));
  EXPECT_EQ(notify->prometheus + notify->grafana + notify->runbooks, "");
  EXPECT_EQ(loaded.result->notify_web.listen, "127.0.0.1:10078");
  EXPECT_EQ(loaded.result->notify_heartbeat, "");
  EXPECT_EQ(loaded.result->notify_secret_file, "");
  ASSERT_EQ(notify->channels.size(), 1U);
  EXPECT_EQ(std::get<notify::Zalo>(notify->channels[0].kind).api,
            "https://bot-api.zaloplatforms.com");
  EXPECT_EQ(notify->channels[0].per_minute, 20);
}

TEST(NotifySection, is_absent_by_default) {
  const LoadedText loaded(kSmallest);
  ASSERT_THAT(loaded.errors(), IsEmpty());
  EXPECT_FALSE(loaded.result->notify);
}

TEST(NotifySection, every_key_is_applied) {
  const LoadedText loaded(joined({kContact, kNotify, R"(
web = { listen = "0.0.0.0:444", insecure = true }
state_dir = "messages"
languages = ["en", "vi"]
night = "22:00-05:30"
prometheus = "http://127.0.0.1:9090/"
grafana = "http://10.0.0.1:3000"
runbooks = "https://docs.example/runbooks/"
heartbeat = "https://hc.example/ping/"
max_age = "90m"
)",
                                  kZalo, "rate = 2.5\napi = \"http://127.0.0.1:8080/\"\n", R"(
[[notify.channel]]
id = "tg"
kind = "telegram"
token = { env = "COMMUNE_TEST_TOKEN" }
proxy = "socks5h://10.0.0.1:1080"
[[notify.channel]]
id = "sms"
kind = "sms"
url = "http://10.0.0.2/send"
method = "POST"
body = "to={to}&text={text}&id={id}"
content_type = "application/x-www-form-urlencoded"
headers = { Authorization = "Bearer {secret}", X-From = "commune" }
secret = { env = "COMMUNE_TEST_TOKEN" }
success_contains = "OK"
[[notify.channel]]
id = "mail"
kind = "email"
server = "smtp://mail.example:587"
from = "giamsat@xa.example"
user = "giamsat"
password = { env = "COMMUNE_TEST_TOKEN" }
require_tls = false
)"}));
  ASSERT_THAT(loaded.errors(), IsEmpty());
  const notify::Options& options = *loaded.result->notify;
  EXPECT_EQ(loaded.result->notify_web.listen, "0.0.0.0:444");
  EXPECT_EQ(options.state_dir, loaded.directory.path() + "/messages");
  EXPECT_THAT(options.languages, ElementsAre(Language::en, Language::vi));
  ASSERT_TRUE(options.night);
  EXPECT_EQ(options.night->from, std::chrono::minutes(22 * 60));
  EXPECT_EQ(options.night->until, std::chrono::minutes(5 * 60 + 30));
  EXPECT_EQ(options.prometheus, "http://127.0.0.1:9090");
  EXPECT_EQ(options.grafana, "http://10.0.0.1:3000");
  EXPECT_EQ(options.runbooks, "https://docs.example/runbooks");
  EXPECT_EQ(loaded.result->notify_heartbeat, "https://hc.example/ping/");
  EXPECT_EQ(options.max_age, std::chrono::minutes(90));
  ASSERT_EQ(options.channels.size(), 4U);
  EXPECT_EQ(options.channels[0].per_minute, 2.5);
  EXPECT_EQ(std::get<notify::Zalo>(options.channels[0].kind).api, "http://127.0.0.1:8080");
  EXPECT_EQ(std::get<notify::Telegram>(options.channels[1].kind).proxy, "socks5h://10.0.0.1:1080");
  const auto& sms = std::get<notify::SmsGateway>(options.channels[2].kind);
  EXPECT_EQ(sms.url, "http://10.0.0.2/send");
  EXPECT_EQ(sms.body, "to={to}&text={text}&id={id}");
  EXPECT_EQ(sms.content_type, "application/x-www-form-urlencoded");
  EXPECT_THAT(sms.headers,
              ElementsAre(Pair("Authorization", "Bearer {secret}"), Pair("X-From", "commune")));
  EXPECT_EQ(sms.success_contains, "OK");
  const auto& mail = std::get<notify::Email>(options.channels[3].kind);
  EXPECT_EQ(mail.server, "smtp://mail.example:587");
  EXPECT_EQ(mail.from, "giamsat@xa.example");
  EXPECT_EQ(mail.user, "giamsat");
  EXPECT_FALSE(mail.require_tls);
}

TEST(NotifySection, secrets_are_read_only_for_notify) {
  const std::string text = replaced(joined({kContact, kNotify, kZalo}), "community = \"public\"",
                                    "community = { file = \"not-here\" }");
  TemporaryDirectory directory;
  const std::string file = directory.write("c.toml", text);
  const Variables variables;
  const auto for_notify = load_settings(file, Program::notify);
  ASSERT_TRUE(for_notify) << for_notify.error().front().message();
  EXPECT_EQ(for_notify->notify->secret, "shared secret");
  EXPECT_EQ(std::get<notify::Zalo>(for_notify->notify->channels[0].kind).token, "t0ken");
  EXPECT_THAT(for_notify->snmp_targets, IsEmpty());
  EXPECT_EQ(load_settings(file).error().size(), 1U) << "run misses its community";
  const auto for_none = load_settings(file, Program::none);
  ASSERT_TRUE(for_none) << for_none.error().front().message();
  EXPECT_EQ(for_none->notify->secret, "");
}

TEST(NotifySection, a_missing_secret_is_an_error_where_notify_runs_and_not_where_the_agent_does) {
  LoadedText loaded(joined({kContact, kNotify, kZalo, "ca_certificate = \"ca.pem\"\n"}));
  EXPECT_THAT(loaded.errors(), IsEmpty());
  loaded.result = load_settings(loaded.directory.path() + "/c.toml", Program::notify);
  EXPECT_THAT(loaded.errors(),
              ElementsAre("c.toml:45:10: environment variable COMMUNE_TEST_SHARED: is not set",
                          "c.toml:51:9: environment variable COMMUNE_TEST_TOKEN: is not set",
                          "c.toml:52:18: ca_certificate: there is no file ca.pem"));
}

TEST(NotifySection, the_secret_files_name_is_known_without_reading_it) {
  const LoadedText loaded(joined(
      {kContact, replaced(kNotify, "env = \"COMMUNE_TEST_SHARED\"", "file = \"s\""), kZalo}));
  ASSERT_THAT(loaded.errors(), IsEmpty());
  EXPECT_EQ(loaded.result->notify_secret_file, loaded.directory.path() + "/s");
}

TEST(NotifySection, secrets_may_not_be_in_the_configuration) {
  const std::string how =
      "keep it outside the configuration and refer to it: { file = \"…\" }, { credential = \"…\" } "
      "or { env = \"…\" "
      "}";
  EXPECT_THAT(
      mistakes(kContact, replaced(kNotify, "{ env = \"COMMUNE_TEST_SHARED\" }", "\"x\""), kZalo),
      ElementsAre("secret is a secret: " + how));
  EXPECT_THAT(
      mistakes(kContact, kNotify, replaced(kZalo, "{ env = \"COMMUNE_TEST_TOKEN\" }", "\"x\"")),
      ElementsAre("token is a secret: " + how));
  EXPECT_THAT(sms_mistakes("\nbody", "\nheaders = { X-Api-Key = \"abc\" }\nbody"),
              ElementsAre("headers: X-Api-Key is a secret: keep it outside the configuration, "
                          "write secret = { file = "
                          "\"…\" } and {secret} in its place here"));
  EXPECT_THAT(sms_mistakes("https://sms", "https://u:p@sms"),
              ElementsAre(HasSubstr("may not contain a user or a password")));
}

TEST(NotifySection, required_keys_are_reported_if_missing) {
  EXPECT_THAT(
      mistakes(kContact, "\n[notify]\n", kZalo),
      ElementsAre("notify has no default_contact",
                  "notify has no secret, which authenticates Alertmanager: write secret = { "
                  "file = \"…\" }"));
  EXPECT_THAT(mistakes(kContact, kNotify, ""),
              ElementsAre("notify has no channel: write [[notify.channel]]"));
  EXPECT_THAT(mistakes(kContact, kNotify, "[[notify.channel]]\nid = \"z\"\nkind = \"zalo\"\n"),
              ElementsAre("notify.channel has no token: write token = { file = \"…\" }"));
  EXPECT_THAT(mistakes(kContact, kNotify, "[[notify.channel]]\nkind = \"email\"\n"),
              ElementsAre("notify.channel has no from", "notify.channel has no id",
                          "notify.channel has no server"));
}

TEST(NotifySection, contacts_are_reached_by_every_channel_they_have_an_address_for) {
  const LoadedText loaded(
      joined({kContact, "[[contact]]\nid = \"x\"\nname = \"X\"\n", kNotify, kSms, kZalo}));
  ASSERT_THAT(loaded.errors(), IsEmpty());
  const auto& recipients = loaded.result->notify->recipients;
  ASSERT_EQ(recipients.size(), 2U);
  EXPECT_EQ(recipients[0].id.value, "cntt");
  EXPECT_EQ(recipients[0].name, "Cán bộ CNTT");
  ASSERT_EQ(recipients[0].addresses.size(), 2U);
  EXPECT_EQ(recipients[0].addresses[0].channel, 0U);
  EXPECT_EQ(recipients[0].addresses[0].to, "0900000100");
  EXPECT_EQ(recipients[0].addresses[1].channel, 1U);
  EXPECT_EQ(recipients[0].addresses[1].to, "abc123");
  EXPECT_THAT(recipients[1].addresses, IsEmpty()) << "nobody names it: it need not be reached";
}

TEST(NotifySection, a_contact_chooses_its_channels) {
  const LoadedText loaded(
      joined({kContact, "channels = [\"zalo\", \"sms\"]\n", kNotify, kSms, kZalo}));
  ASSERT_THAT(loaded.errors(), IsEmpty());
  const auto& addresses = loaded.result->notify->recipients.at(0).addresses;
  ASSERT_EQ(addresses.size(), 2U);
  EXPECT_EQ(addresses[0].channel, 1U);
  EXPECT_EQ(addresses[1].channel, 0U);
}

TEST(NotifySection, channels_that_are_unknown_or_have_no_address_are_reported) {
  const auto with = [](std::string_view channels) {
    return mistakes(std::string(kContact) + "channels = " + std::string(channels) + "\n", kNotify,
                    std::string(kZalo) +
                        "[[notify.channel]]\nid = \"tg\"\nkind = \"telegram\"\ntoken = { env = "
                        "\"X\" }\n");
  };
  EXPECT_THAT(with("[\"zallo\"]"),
              ElementsAre("channels: there is no channel \"zallo\" (did you mean \"zalo\"?)"));
  EXPECT_THAT(with("[\"zalo\", \"tg\"]"),
              ElementsAre("channels: contact \"cntt\" has no telegram for channel \"tg\""));
  EXPECT_THAT(with("[\"zalo\", \"zalo\"]"), ElementsAre("channels names \"zalo\" twice"));
  EXPECT_THAT(with("\"zalo\""), Contains("channels is a text; it must be a list of texts"));
  EXPECT_THAT(mistakes(std::string(kContact) + "channels = [\"zalo\"]\n", "", ""),
              ElementsAre("channels: needs a [notify] table"));
}

TEST(NotifySection, recipients_of_alerts_must_be_reachable) {
  const std::string unreached = replaced(kContact, "zalo = \"abc123\"\n", "");
  EXPECT_THAT(
      LoadedText(joined({unreached, kNotify, kZalo})).errors(),
      ElementsAre(
          "c.toml:38:1: contact \"cntt\" receives alerts but has no address: give it zalo"));
  const std::string of_a_site = replaced(
      joined({kContact, "[[contact]]\nid = \"to-ca\"\nname = \"Tổ\"\n", kNotify, kZalo, kSms}),
      "accesses =", "contact = \"to-ca\"\naccesses =");
  EXPECT_THAT(LoadedText(of_a_site).errors(),
              ElementsAre("c.toml:44:1: contact \"to-ca\" receives alerts but has no address: give "
                          "it zalo, or phone"));
}

TEST(NotifySection, the_default_contact_must_exist) {
  EXPECT_THAT(mistakes(kContact, replaced(kNotify, "\"cntt\"", "\"cnt\""), kZalo),
              ElementsAre("default_contact: there is no contact \"cnt\" (did you mean \"cntt\"?)"));
}

TEST(NotifySection, off_loopback_the_secret_goes_over_tls) {
  const auto with = [](std::string_view web) {
    return mistakes(kContact, std::string(kNotify) + "web = { " + std::string(web) + " }\n", kZalo);
  };
  EXPECT_THAT(
      with("listen = \"10.0.0.1:10078\""),
      ElementsAre("listen \"10.0.0.1:10078\" accepts connections from other machines: give tls; or "
                  "write insecure = true"));
  EXPECT_THAT(with("listen = \"10.0.0.1:1\", tls = { certificate = \"c\", key = \"k\" }"),
              IsEmpty())
      << "the certificate is looked for where notify runs";
  EXPECT_THAT(with("listen = \"127.0.0.1:1\", users = []"),
              ElementsAre("unknown key \"users\" in notify.web"));
}

TEST(NotifySection, the_night_is_a_time_range_of_the_day) {
  for (const char* bad : {"22:00", "22:00-22:00", "22-5", "25:00-05:00", "24:00-05:00"})
    EXPECT_THAT(mistakes(kContact, std::string(kNotify) + "night = \"" + bad + "\"\n", kZalo),
                ElementsAre("night \"" + std::string(bad) +
                            "\" is not a time range such as \"22:00-05:30\""));
}

TEST(NotifySection, may_be_in_only_one_file_of_a_directory) {
  TemporaryDirectory directory;
  directory.write("a.toml", joined({kContact, kNotify, kZalo}));
  directory.write("b.toml", "[[notify.channel]]\nid = \"x\"\n");
  const auto settings = load_settings(directory.path());
  ASSERT_FALSE(settings);
  EXPECT_THAT(settings.error().front().what, HasSubstr("[notify] is already at"));
}

}  // namespace
}  // namespace commune::settings
