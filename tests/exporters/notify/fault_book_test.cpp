// Which alerts make messages, and which make none.
#include "exporters/notify/fault_book.hpp"

#include "tests/exporters/notify/desk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::notify::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::string kBegin = "🔴 Mất Wi-Fi ở Nhà văn hoá Ca: điểm phát không trả lời";
const std::string kEnd = "🟢 Wi-Fi ở Nhà văn hoá Ca đã có lại";
const std::string kRestored = "commune_coverage_state{site=\"ca-nvh\"} == 2";

Alert watched(Alert alert) {
  return with(std::move(alert), "restored_when", kRestored);
}

class FaultBookTest : public ::testing::Test {
 protected:
  FaultBookTest() { desk_.options.prometheus = "http://prometheus.example"; }

  void post(const Alert& alert, const std::string& contact = "nam") {
    ASSERT_TRUE(desk_.post({alert}, contact));
    desk_.send();
  }

  Desk desk_;
};

TEST_F(FaultBookTest, a_fault_makes_one_message_and_its_end_one) {
  post(firing());
  post(firing());
  EXPECT_THAT(desk_.headlines(), ElementsAre(kBegin));
  desk_.now += 1h;
  post(resolved(desk_.now));
  post(resolved(desk_.now));
  EXPECT_THAT(desk_.headlines(), ElementsAre(kBegin, kEnd));
}

TEST_F(FaultBookTest, the_end_goes_by_all_that_the_fault_took_in_the_end) {
  post(watched(firing()));
  desk_.now += 1h;
  Alert end = with(with(resolved(desk_.now), "restored", "Đã có lại mạng ở 5 điểm"),
                   "restored_when", "count(state > 0) == 5");
  post(with(std::move(end), "summary", "Mất loa ở Nhà văn hoá Ca"));
  const auto question = desk_.book->questions(desk_.now).at(0);
  EXPECT_EQ(question.expression, "count(state > 0) == 5");
  ASSERT_TRUE(desk_.book->answered(question, true, desk_.now));
  desk_.send();
  EXPECT_THAT(desk_.headlines(), ElementsAre(kBegin, "🟢 Đã có lại mạng ở 5 điểm"));
  EXPECT_THAT(desk_.delivered.back().letter.text, ::testing::HasSubstr("điểm phát không trả lời"));
}

TEST_F(FaultBookTest, neither_a_new_start_nor_another_severity_or_fingerprint_makes_a_message) {
  post(firing());
  Alert again = labelled(firing(kBegun + 20min), "severity", "warning");
  again.fingerprint = "another";
  desk_.now += 20min;
  post(again);
  EXPECT_THAT(desk_.headlines(), ElementsAre(kBegin));
}

TEST_F(FaultBookTest, an_alert_that_changes_its_severity_has_not_ended) {
  post(firing());
  desk_.now += 1h;
  post(labelled(firing(desk_.now), "severity", "warning"));
  post(resolved(desk_.now));
  EXPECT_THAT(desk_.headlines(), ElementsAre(kBegin));
  desk_.now += 1h;
  post(labelled(resolved(desk_.now, desk_.now - 1h), "severity", "warning"));
  EXPECT_THAT(desk_.headlines(), ElementsAre(kBegin, kEnd));
}

TEST_F(FaultBookTest, any_other_label_is_another_fault) {
  post(firing());
  post(labelled(firing(), "site", "ca-office"));
  post(labelled(firing(), "access", "fibre"));
  EXPECT_EQ(desk_.delivered.size(), 3U);
}

TEST_F(FaultBookTest, two_recipients_of_one_fault_get_one_message_each) {
  post(firing(), "nam");
  post(firing(), "lan");
  ASSERT_EQ(desk_.delivered.size(), 2U);
  EXPECT_EQ(desk_.delivered[0].letter.to, "chat-nam");
  EXPECT_EQ(desk_.delivered[1].letter.to, "chat-lan");
}

TEST_F(FaultBookTest, an_unknown_or_unreachable_contact_is_replaced_by_the_default_contact) {
  desk_.options.recipients.push_back({{"mute"}, "Không có số", {}});
  for (const char* contact : {"", "nobody", "mute"}) {
    post(labelled(firing(), "site", std::string("s-") + contact), contact);
    EXPECT_EQ(desk_.delivered.back().letter.to, "cntt@xa.example") << contact;
  }
}

TEST_F(FaultBookTest, the_watchdog_makes_no_message) {
  post(labelled(labelled(firing(), "alertname", "Watchdog"), "severity", "none"));
  post(labelled(firing(), "severity", "none"));
  EXPECT_THAT(desk_.delivered, IsEmpty());
  EXPECT_EQ(desk_.store->count_unclosed(), 0);
}

TEST_F(FaultBookTest, an_end_without_a_beginning_makes_no_message) {
  post(resolved(desk_.now));
  EXPECT_THAT(desk_.tried, IsEmpty());
}

TEST_F(FaultBookTest, a_late_webhook_of_the_outage_that_is_over_makes_no_message) {
  post(firing());
  post(firing(kBegun + 10min));  // Prometheus was restarted meanwhile.
  desk_.now += 1h;
  post(resolved(desk_.now));
  desk_.now += 1min;
  post(firing());
  post(firing(kBegun + 10min));
  EXPECT_THAT(desk_.headlines(), ElementsAre(kBegin, kEnd));
  post(firing(desk_.now));
  EXPECT_THAT(desk_.headlines(), ElementsAre(kBegin, kEnd, kBegin));
  // And the end of the first, said late once more, does not end the second.
  post(resolved(kBegun + 30min));
  EXPECT_EQ(desk_.store->count_unclosed(), 1);
}

TEST_F(FaultBookTest, a_restart_repeats_no_message_and_loses_none) {
  desk_.far_end = down;
  post(firing());
  desk_.open();
  desk_.far_end = well;
  desk_.send();
  EXPECT_THAT(desk_.headlines(), ElementsAre(kBegin));
  desk_.open();
  desk_.send();
  post(firing());
  EXPECT_THAT(desk_.headlines(), ElementsAre(kBegin));
  desk_.open();
  desk_.now += 1h;
  post(resolved(desk_.now));
  desk_.open();
  desk_.send();
  EXPECT_THAT(desk_.headlines(), ElementsAre(kBegin, kEnd));
}

TEST_F(FaultBookTest, an_end_is_said_once_it_is_measured) {
  post(watched(firing()));
  desk_.now += 1h;
  const LedgerTime ended = desk_.now;
  post(watched(resolved(ended)));
  EXPECT_EQ(desk_.book->questions(desk_.now).at(0).expression, kRestored);
  desk_.now += 15s;
  EXPECT_EQ(desk_.ask(false), 1U);
  desk_.now += 10s;
  EXPECT_EQ(desk_.ask(true), 0U) << "asked again too soon";
  desk_.now += 5s;
  EXPECT_EQ(desk_.ask(true), 1U);
  EXPECT_THAT(desk_.headlines(), ElementsAre(kBegin, kEnd));
}

TEST_F(FaultBookTest,
       an_end_that_was_certain_at_once_has_alertmanagers_time_else_that_of_certainty) {
  for (const bool doubtful : {false, true}) {
    const std::string site = doubtful ? "a" : "b";
    post(labelled(watched(firing()), "site", site));
    const LedgerTime ended = desk_.now;
    desk_.now += 2min;
    post(labelled(watched(resolved(ended)), "site", site));
    if (doubtful) desk_.ask(false);
    desk_.now += 28min;
    desk_.ask(true);
    EXPECT_THAT(desk_.delivered.back().letter.text,
                ::testing::HasSubstr(doubtful ? "(1 giờ 1 phút)" : "(1 phút)"));
  }
}

TEST_F(FaultBookTest, a_fault_that_fires_again_before_its_end_is_certain_continues) {
  post(watched(firing()));
  desk_.now += 1h;
  post(watched(resolved(desk_.now)));
  desk_.ask(false);
  post(watched(firing(desk_.now)));
  desk_.now += 1min;
  EXPECT_EQ(desk_.ask(true), 0U);
  EXPECT_THAT(desk_.headlines(), ElementsAre(kBegin));
  desk_.now += 1h;
  post(watched(resolved(desk_.now, desk_.now - 1h)));
  desk_.ask(true);
  EXPECT_THAT(desk_.headlines(), ElementsAre(kBegin, kEnd));
}

TEST_F(FaultBookTest, an_answer_to_an_old_question_ends_nothing) {
  post(watched(firing()));
  post(watched(resolved(desk_.now)));
  const auto question = desk_.book->questions(desk_.now).at(0);
  post(watched(firing(desk_.now)));
  ASSERT_TRUE(desk_.book->answered(question, true, desk_.now));
  EXPECT_EQ(desk_.store->count_unclosed(), 1);
}

TEST_F(FaultBookTest, an_end_that_is_never_certain_is_closed_after_a_day_without_a_word) {
  post(watched(firing()));
  post(watched(resolved(desk_.now)));
  desk_.now += 23h + 59min;
  ASSERT_TRUE(desk_.book->tidy(desk_.now));
  EXPECT_EQ(desk_.store->count_unclosed(), 1);
  desk_.now += 1min;
  ASSERT_TRUE(desk_.book->tidy(desk_.now));
  EXPECT_EQ(desk_.store->count_unclosed(), 0);
  desk_.send();
  EXPECT_THAT(desk_.headlines(), ElementsAre(kBegin));
}

TEST_F(FaultBookTest, waits_for_no_measurement_once_no_prometheus_is_configured) {
  post(watched(firing()));
  post(watched(resolved(desk_.now)));
  EXPECT_THAT(desk_.headlines(), ElementsAre(kBegin));
  desk_.options.prometheus.clear();
  ASSERT_TRUE(desk_.book->tidy(desk_.now));
  desk_.send();
  EXPECT_THAT(desk_.headlines(), ElementsAre(kBegin, kEnd));
}

TEST_F(FaultBookTest, a_silent_alertmanager_does_not_keep_an_end_from_being_sent) {
  post(watched(firing()));
  desk_.now += 9min;
  EXPECT_EQ(desk_.ask(true), 0U);
  desk_.now += 1min;
  const auto question = desk_.book->questions(desk_.now).at(0);
  EXPECT_EQ(question.expression,
            "(" + kRestored +
                ") unless on() ALERTS{alertstate=\"firing\",access=\"wifi\",alertname=\"Outage\","
                "contact=\"nam\",site=\"ca-nvh\",village=\"ca\"}");
  ASSERT_TRUE(desk_.book->answered(question, true, desk_.now));
  for (const bool holds : {false, true, true}) {  // Three in a row it must be.
    desk_.now += 1min;
    EXPECT_EQ(desk_.ask(holds), 1U);
  }
  EXPECT_THAT(desk_.headlines(), ElementsAre(kBegin));
  desk_.now += 1min;
  desk_.ask(true);
  EXPECT_THAT(desk_.headlines(), ElementsAre(kBegin, kEnd));
  desk_.now += 1min;
  post(watched(resolved(desk_.now)));
  EXPECT_EQ(desk_.delivered.size(), 2U);
}

TEST_F(FaultBookTest, a_webhook_starts_the_questions_again) {
  post(watched(firing()));
  desk_.now += 10min;
  desk_.ask(true);
  desk_.now += 1min;
  desk_.ask(true);
  post(watched(firing()));
  desk_.now += 1min;
  EXPECT_EQ(desk_.ask(true), 0U);
  EXPECT_THAT(desk_.headlines(), ElementsAre(kBegin));
}

TEST_F(FaultBookTest, a_fault_not_mentioned_for_two_days_is_new_when_it_fires_again) {
  post(firing());
  desk_.now += 49h;
  post(firing());  // Repeated: the same outage.
  EXPECT_THAT(desk_.headlines(), ElementsAre(kBegin));
  desk_.now += 49h;
  post(firing(desk_.now));
  EXPECT_THAT(desk_.headlines(), ElementsAre(kBegin, kBegin));
}

TEST_F(FaultBookTest, a_fault_of_severity_info_is_new_on_the_next_day) {
  post(labelled(firing(), "severity", "info"));
  desk_.now += 4h;
  post(labelled(firing(desk_.now - 5min), "severity", "info"));
  EXPECT_EQ(desk_.delivered.size(), 1U);
  desk_.now += 15h;
  post(labelled(firing(desk_.now), "severity", "info"));
  EXPECT_EQ(desk_.delivered.size(), 2U);
}

TEST_F(FaultBookTest, the_real_start_is_the_rules_where_it_is_plausible) {
  const auto since = [&](const std::string& value) {
    static int site = 0;
    post(labelled(with(firing(), "since", value), "site", std::to_string(++site)));
    const auto& sent = desk_.delivered.back().letter.text;
    return sent.substr(sent.find("Từ: ") + 6, 5);
  };
  EXPECT_EQ(since("1795590000"), "14:00");
  EXPECT_EQ(since("1.7955900e9"), "14:05");
  EXPECT_EQ(since("1795590000.25"), "14:00");
  EXPECT_EQ(since(""), "14:05");
  EXPECT_EQ(since("-3"), "14:05");
  EXPECT_EQ(since("99999999999999999999"), "14:05");
  EXPECT_EQ(since("1895590000"), "14:05");
}

TEST_F(FaultBookTest, takes_all_of_a_webhook_or_nothing) {
  std::vector<Alert> many;
  many.reserve(5000);
  for (int i = 0; i < 5000; ++i)
    many.push_back(labelled(firing(), "site", std::to_string(i)));
  ASSERT_TRUE(desk_.post(many));
  const auto refused = desk_.post({firing()});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message(),
            "notify: 5000 messages wait to be sent already: no more is taken");
  EXPECT_EQ(desk_.store->count_unclosed(), 5000);
}

TEST_F(FaultBookTest, forgets_what_was_over_a_week_ago) {
  post(firing());
  post(resolved(desk_.now));
  desk_.now += 24h * 8;
  ASSERT_TRUE(desk_.book->tidy(desk_.now));
  EXPECT_THAT(desk_.store->last_finished(10), IsEmpty());
  post(firing());
  EXPECT_EQ(desk_.delivered.size(), 3U);
}

TEST(FaultKey, is_all_labels_but_severity_in_one_order) {
  EXPECT_EQ(fault_key({{"b", "2"}, {"a", "1"}, {"severity", "critical"}, {"empty", ""}}),
            R"({"a":"1","b":"2"})");
  EXPECT_NE(fault_key({{"a", "1\",\"b\":\"2"}}), fault_key({{"a", "1"}, {"b", "2"}}));
}

}  // namespace
}  // namespace commune::notify::testing
