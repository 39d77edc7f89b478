// Alertmanager's webhook, and what only pretends to be one.
#include "exporters/notify/webhook.hpp"

#include "tests/exporters/notify/desk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::notify::testing {
namespace {

// As Alertmanager 0.25 sends it.
constexpr const char* kWebhook = R"({
  "receiver": "nam", "status": "firing",
  "alerts": [
    {"status": "firing",
     "labels": {"alertname": "Outage", "severity": "critical", "village": "ca"},
     "annotations": {"summary": "Mất Wi-Fi\nở Ca", "households": "210"},
     "startsAt": "2026-11-25T07:05:00.123456789Z", "endsAt": "0001-01-01T00:00:00Z",
     "generatorURL": "http://prometheus/graph?g0.expr=up", "fingerprint": "b5c6f3a1d2e4f607"},
    {"status": "resolved", "labels": {"alertname": "LinkBusy"}, "annotations": {},
     "startsAt": "2026-11-25T14:05:00+07:00", "endsAt": "2026-11-25T14:35:00.5+07:00",
     "generatorURL": "", "fingerprint": "00"}],
  "groupLabels": {}, "commonLabels": {}, "commonAnnotations": {},
  "externalURL": "http://alertmanager:9093", "version": "4", "groupKey": "{}:{}",
  "truncatedAlerts": 3})";

std::string replaced(std::string text, const std::string& old, const std::string& fresh) {
  const auto at = text.find(old);
  EXPECT_NE(at, std::string::npos) << old;
  return text.replace(at, old.size(), fresh);
}

std::string mistake_in(const std::string& body) {
  const auto read = read_webhook(body);
  return read ? "none" : read.error().message();
}

TEST(Webhook, reads_one_from_alertmanager) {
  const auto webhook = read_webhook(kWebhook);
  ASSERT_TRUE(webhook) << webhook.error().message();
  EXPECT_EQ(webhook->left_out, 3U);
  ASSERT_EQ(webhook->alerts.size(), 2U);
  const Alert& outage = webhook->alerts[0];
  EXPECT_TRUE(outage.firing);
  EXPECT_EQ(outage.label("village"), "ca");
  EXPECT_EQ(outage.annotation("summary"), "Mất Wi-Fi ở Ca");
  EXPECT_EQ(outage.starts, kBegun + 123ms);
  EXPECT_EQ(outage.ends, std::nullopt);
  EXPECT_EQ(outage.fingerprint, "b5c6f3a1d2e4f607");
  EXPECT_FALSE(webhook->alerts[1].firing);
  EXPECT_EQ(webhook->alerts[1].starts, kBegun);
  EXPECT_EQ(webhook->alerts[1].ends, kBegun + 30min + 500ms);
}

TEST(Webhook, mistakes_name_the_place_and_the_value) {
  EXPECT_EQ(mistake_in(""), "webhook: this is not JSON");
  EXPECT_EQ(mistake_in("[]"), "webhook: [] is not an object");
  EXPECT_EQ(mistake_in("{}"), "webhook: version: null is not \"4\", which Alertmanager sends");
  EXPECT_EQ(mistake_in(replaced(kWebhook, R"("version": "4")", R"("version": 4)")),
            "webhook: version: 4 is not \"4\", which Alertmanager sends");
  EXPECT_EQ(mistake_in(R"({"version":"4","alerts":{}})"), "webhook: alerts: there is no list");
  EXPECT_EQ(mistake_in(R"({"version":"4","alerts":[7]})"),
            "webhook: alerts[0]: 7 is not an object");
  EXPECT_EQ(mistake_in(replaced(kWebhook, R"("status": "resolved", )", "")),
            "webhook: alerts[1].status: null is neither firing nor resolved");
  EXPECT_EQ(mistake_in(replaced(kWebhook, R"({"alertname": "LinkBusy"})", R"({"a": "b"})")),
            "webhook: alerts[1].labels: there is no alertname");
  EXPECT_EQ(mistake_in(replaced(kWebhook, R"("LinkBusy"})", R"("L", "x\"}": "b"})")),
            R"(webhook: alerts[1].labels: "x\"}" is not a name)");
  EXPECT_EQ(mistake_in(replaced(kWebhook, R"("210")", "210")),
            "webhook: alerts[0].annotations.households: 210 is not a string");
  EXPECT_EQ(mistake_in(replaced(kWebhook, "2026-11-25T07:05:00.123456789Z", "yesterday")),
            "webhook: alerts[0].startsAt: \"yesterday\" is not a time (2026-11-25T07:05:00Z)");
}

TEST(Webhook, hostile_ones_are_refused) {
  EXPECT_EQ(mistake_in(std::string(500'000, '[')), "webhook: objects lie in one another too deep");
  EXPECT_EQ(mistake_in(replaced(kWebhook, "b5c6f3a1d2e4f607", "\xff\xfe")),
            "webhook: this is not JSON");
  EXPECT_EQ(mistake_in(std::string(kLongestWebhook + 1, ' ')),
            "webhook: 1048577 bytes, 1048576 at most");
}

TEST(Webhook, texts_are_bounded_at_a_whole_letter) {
  std::string description;
  while (description.size() < 20'000)
    description += "đồi";
  const auto webhook = read_webhook(replaced(kWebhook, "Mất Wi-Fi\\nở Ca", description));
  ASSERT_TRUE(webhook);
  const auto kept = webhook->alerts[0].annotation("summary");
  EXPECT_LE(kept.size(), 8192U);
  EXPECT_GE(kept.size(), 8186U);
  EXPECT_EQ(description.substr(0, kept.size()), kept);
}

TEST(Webhook, times_are_those_of_rfc_3339) {
  EXPECT_EQ(read_time("2026-11-25T07:05:00Z"), kBegun);
  EXPECT_EQ(read_time("2026-11-25T00:05:00-07:00"), kBegun);
  EXPECT_EQ(read_time("2026-11-25T07:05:00.5Z"), kBegun + 500ms);
  EXPECT_NE(read_time("0001-01-01T00:00:00Z"), std::nullopt);
  for (const char* wrong :
       {"", "2026-11-25", "2026-13-25T07:05:00Z", "2026-02-30T07:05:00Z", "2026-11-25T24:05:00Z",
        "2026-11-25T07:05:00", "2026-11-25T07:05:00Zx", "2026-11-25 07:05:00Z",
        "2026-11-25T07:05:00+7", "２026-11-25T07:05:00Z"})
    EXPECT_EQ(read_time(wrong), std::nullopt) << wrong;
}

TEST(Webhook, texts_come_back_from_what_is_kept) {
  const Alert alert = firing();
  Texts labels, annotations;
  unpack(packed(alert.labels, alert.annotations), labels, annotations);
  EXPECT_EQ(labels, alert.labels);
  EXPECT_EQ(annotations, alert.annotations);
  unpack("torn {", labels, annotations);
  EXPECT_EQ(labels, alert.labels);
}

}  // namespace
}  // namespace commune::notify::testing
