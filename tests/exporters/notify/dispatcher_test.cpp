// What is sent when, by which channel, and what becomes of what fails.
#include "exporters/notify/dispatcher.hpp"

#include "tests/exporters/notify/desk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::notify::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

const std::string kBegin = "🔴 Mất Wi-Fi ở Nhà văn hoá Ca: điểm phát không trả lời";
const std::string kWarning =
    "🟡 Mất Wi-Fi ở Nhà văn hoá Ca: điểm phát không trả lời";
const std::string kEnd = "🟢 Wi-Fi ở Nhà văn hoá Ca đã có lại";
const std::string kBoth =
    "🟢 Đã hết: Mất Wi-Fi ở Nhà văn hoá Ca: điểm phát không trả lời";

Alert warning(LedgerTime starts = kBegun) {
  return labelled(firing(starts), "severity", "warning");
}

class DispatcherTest : public ::testing::Test {
 protected:
  void post(const Alert& alert, const std::string& contact = "nam") {
    ASSERT_TRUE(desk_.post({alert}, contact));
  }
  /// Seconds after the first of them, and by which channel.
  std::vector<std::pair<std::int64_t, std::size_t>> tries_of(std::chrono::seconds time) {
    std::vector<std::pair<std::int64_t, std::size_t>> tries;
    const LedgerTime begun = desk_.now;
    const auto how = desk_.far_end;
    desk_.far_end = [&](const Job& job) {
      tries.emplace_back((desk_.now - begun) / 1s, job.channel);
      return how(job);
    };
    desk_.send();
    desk_.pass(time);
    desk_.far_end = how;
    return tries;
  }

  /// 01:00 in Viet Nam, in the night from 22:00 to 05:30.
  void make_it_night() {
    desk_.options.night = Night{22h, 5h + 30min};
    desk_.open();
    desk_.now = kBegun + 10h + 55min;
  }

  Desk desk_;
};

TEST_F(DispatcherTest, tries_an_address_three_times_then_the_next) {
  desk_.far_end = [](const Job& job) { return job.channel == 0 ? down(job) : well(job); };
  post(firing());
  using Try = std::pair<std::int64_t, std::size_t>;
  EXPECT_THAT(tries_of(20s), ElementsAre(Try{0, 0}, Try{2, 0}, Try{12, 0}, Try{12, 1}));
  EXPECT_EQ(desk_.delivered.at(0).letter.to, "+84900000001");
  EXPECT_THAT(desk_.delivered.at(0).letter.text, StartsWith("Xa Kep: Mat Wi-Fi"));
}

TEST_F(DispatcherTest, goes_to_the_next_address_at_once_when_one_is_refused) {
  desk_.far_end = [](const Job& job) { return job.channel == 0 ? refuses(job) : well(job); };
  post(firing());
  using Try = std::pair<std::int64_t, std::size_t>;
  EXPECT_THAT(tries_of(5s), ElementsAre(Try{0, 0}, Try{0, 1}));
}

TEST_F(DispatcherTest, begins_with_the_first_address_again_later_each_time) {
  desk_.far_end = refuses;
  post(firing(), "lan");
  std::vector<std::int64_t> at;
  for (const auto& each : tries_of(40min))
    at.push_back(each.first);
  EXPECT_THAT(at, ElementsAre(0, 30, 90, 210, 510, 1110, 1710, 2310));
}

TEST_F(DispatcherTest, waits_as_long_as_the_far_end_asks_for) {
  int tries = 0;
  desk_.far_end = [&](const Job& job) {
    if (tries++ > 0) return well(job);
    return Outcome{Outcome::Kind::temporary, "429", 25s};
  };
  post(firing(), "lan");
  post(labelled(firing(), "site", "another"), "lan");
  desk_.send();
  desk_.pass(24s);
  EXPECT_THAT(desk_.delivered, IsEmpty());
  desk_.pass(1s);
  EXPECT_EQ(desk_.delivered.size(), 2U);
}

TEST_F(DispatcherTest, takes_another_way_when_the_far_end_asks_for_too_long) {
  desk_.far_end = [](const Job& job) {
    return job.channel == 0 ? Outcome{Outcome::Kind::temporary, "429", 900s} : well(job);
  };
  post(firing());
  desk_.send();
  EXPECT_EQ(desk_.delivered.at(0).channel, 1U);
}

TEST_F(DispatcherTest, a_channel_that_is_down_holds_up_no_message_that_has_another) {
  desk_.far_end = [](const Job& job) { return job.channel == 0 ? down(job) : well(job); };
  for (int i = 0; i < 50; ++i)
    post(labelled(firing(), "site", std::to_string(i)));
  desk_.send();
  EXPECT_EQ(desk_.tried.size() - desk_.delivered.size(), 3U) << "it was tried again and again";
  desk_.pass(2s);
  EXPECT_EQ(desk_.delivered.size(), 50U);
}

TEST_F(DispatcherTest, sends_at_once_what_waits_when_the_far_end_is_there_again) {
  desk_.far_end = down;
  for (int i = 0; i < 5; ++i)
    post(labelled(firing(), "site", std::to_string(i)), "lan");
  desk_.send();
  desk_.pass(20min);
  desk_.far_end = well;
  for (int seconds = 0; desk_.delivered.empty() && seconds < 601; ++seconds)
    desk_.pass(1s);
  desk_.send();
  EXPECT_EQ(desk_.delivered.size(), 5U);
}

TEST_F(DispatcherTest, keeps_to_the_rate) {
  desk_.options.channels[0].per_minute = 6;
  desk_.open();
  for (int i = 0; i < 10; ++i)
    post(labelled(firing(), "site", std::to_string(i)), "lan");
  desk_.send();
  EXPECT_EQ(desk_.delivered.size(), 6U);
  desk_.pass(20s);
  EXPECT_EQ(desk_.delivered.size(), 8U);
  desk_.pass(20s);
  EXPECT_EQ(desk_.delivered.size(), 10U);
}

TEST_F(DispatcherTest, critical_messages_go_first) {
  post(labelled(warning(), "site", "a"), "lan");
  post(labelled(firing(), "site", "b"), "lan");
  desk_.send();
  EXPECT_THAT(desk_.headlines(), ElementsAre(kBegin, kWarning));
}

TEST_F(DispatcherTest, an_end_never_overtakes_its_beginning) {
  desk_.far_end = [](const Job& job) { return job.channel == 0 ? down(job) : well(job); };
  post(firing());
  const auto under_way = desk_.dispatcher->next(0, desk_.now);
  ASSERT_TRUE(under_way);
  post(resolved(desk_.now));
  desk_.send();
  EXPECT_THAT(desk_.tried, IsEmpty());
  desk_.dispatcher->record(*under_way, well(*under_way), desk_.now);
  desk_.far_end = well;
  desk_.send();
  EXPECT_THAT(desk_.headlines(), ElementsAre(kEnd));
  EXPECT_EQ(desk_.delivered.at(0).letter.answers_to, under_way->letter.id);
}

TEST_F(DispatcherTest, the_next_outage_does_not_overtake_the_end_of_the_one_before) {
  post(firing());
  desk_.send();
  desk_.far_end = down;
  post(resolved(desk_.now));
  desk_.send();
  desk_.now += 1s;
  post(firing(desk_.now));
  desk_.far_end = well;
  desk_.send();
  EXPECT_THAT(desk_.headlines(), ElementsAre(kBegin)) << "the end waits for its next try";
  desk_.pass(5s);
  EXPECT_THAT(desk_.headlines(), ElementsAre(kBegin, kEnd, kBegin));
}

TEST_F(DispatcherTest, a_fault_that_ended_before_its_message_went_out_is_one_message) {
  desk_.far_end = down;
  post(firing());
  desk_.send();
  desk_.now += 3h;
  post(resolved(desk_.now));
  desk_.far_end = well;
  desk_.send();
  ASSERT_THAT(desk_.headlines(), ElementsAre(kBoth));
  EXPECT_THAT(desk_.delivered[0].letter.text, HasSubstr("từ 14:05 đến 17:06 ngày 25/11/2026"));
  EXPECT_THAT(desk_.delivered[0].letter.text, HasSubstr("Mất mạng: Thôn Ca, Thôn Đồi (210 hộ)"));
  EXPECT_EQ(desk_.delivered[0].letter.answers_to, "");
  EXPECT_EQ(desk_.store->count_waiting(), 0);
}

TEST_F(DispatcherTest, gives_up_what_is_too_old_and_says_so_with_the_end) {
  desk_.far_end = refuses;
  post(firing());
  desk_.send();
  desk_.now += desk_.options.max_age + 1s;
  desk_.far_end = well;
  desk_.send();
  EXPECT_THAT(desk_.delivered, IsEmpty());
  EXPECT_EQ(desk_.dispatcher->figures().at(0).abandoned, 1U);
  EXPECT_EQ(desk_.store->last_finished(1).at(0).state, MessageState::abandoned);
  post(resolved(desk_.now));
  desk_.send();
  EXPECT_THAT(desk_.headlines(), ElementsAre(kBoth));
}

TEST_F(DispatcherTest, at_night_only_what_is_critical_goes_out) {
  make_it_night();
  post(labelled(warning(desk_.now), "site", "a"));
  post(labelled(firing(desk_.now), "site", "b"));
  desk_.send();
  EXPECT_THAT(desk_.headlines(), ElementsAre(kBegin));
  desk_.jump(4h + 29min);
  EXPECT_THAT(desk_.headlines(), ElementsAre(kBegin));
  desk_.jump(1min);
  EXPECT_THAT(desk_.headlines(), ElementsAre(kBegin, kWarning));
}

TEST_F(DispatcherTest, a_warning_that_ended_within_the_night_is_one_message_in_the_morning) {
  make_it_night();
  post(warning(desk_.now));
  desk_.jump(1h);
  post(labelled(resolved(desk_.now, desk_.now - 1h), "severity", "warning"));
  desk_.jump(1min);
  EXPECT_THAT(desk_.delivered, IsEmpty());
  desk_.jump(4h);
  ASSERT_THAT(desk_.headlines(), ElementsAre(kBoth));
  EXPECT_THAT(desk_.delivered[0].letter.text, HasSubstr("từ 01:00 đến 02:00"));
}

TEST_F(DispatcherTest, a_warning_that_turns_critical_in_the_night_goes_out) {
  make_it_night();
  post(warning(desk_.now));
  desk_.jump(1min);
  post(firing(desk_.now));
  desk_.send();
  EXPECT_THAT(desk_.headlines(), ElementsAre(kBegin));
}

TEST_F(DispatcherTest, a_night_does_not_make_a_message_too_old) {
  desk_.options.max_age = 1h;
  make_it_night();
  post(warning(desk_.now));
  desk_.jump(4h + 31min);
  EXPECT_THAT(desk_.headlines(), ElementsAre(kWarning));
}

TEST_F(DispatcherTest, ids_stay_the_same_over_tries_and_restarts_and_differ_between_messages) {
  desk_.far_end = down;
  post(firing());
  desk_.send();
  desk_.open();
  desk_.far_end = well;
  desk_.send();
  post(labelled(firing(), "site", "another"));
  desk_.send();
  ASSERT_EQ(desk_.tried.size(), 3U);
  EXPECT_EQ(desk_.tried[0].letter.id, desk_.tried[1].letter.id);
  EXPECT_NE(desk_.tried[0].letter.id, desk_.tried[2].letter.id);
  EXPECT_EQ(desk_.tried[0].letter.id.size(), 18U);
}

TEST_F(DispatcherTest, a_message_that_was_broken_off_is_sent_again_after_a_restart) {
  post(firing());
  desk_.far_end = [](const Job&) { return Outcome::of(Outcome::Kind::aborted); };
  const auto job = desk_.dispatcher->next(0, desk_.now);
  desk_.dispatcher->record(*job, Outcome::of(Outcome::Kind::aborted), desk_.now);
  desk_.open();
  desk_.far_end = well;
  desk_.send();
  EXPECT_THAT(desk_.headlines(), ElementsAre(kBegin));
}

TEST_F(DispatcherTest, a_clock_that_was_set_back_holds_nothing_up) {
  desk_.far_end = refuses;
  post(firing(), "lan");
  desk_.send();
  desk_.now -= 24h * 300;
  desk_.far_end = well;
  desk_.send();
  EXPECT_EQ(desk_.delivered.size(), 1U);
}

TEST_F(DispatcherTest, a_removed_contact_is_replaced_by_the_default_contact) {
  post(firing());
  desk_.options.recipients.erase(desk_.options.recipients.begin());
  desk_.send();
  EXPECT_EQ(desk_.delivered.at(0).letter.to, "cntt@xa.example");
}

TEST_F(DispatcherTest, each_channel_gets_the_text_that_it_takes) {
  Alert alert = with(firing(), "description", "");
  for (int i = 0; i < 400; ++i)
    alert.annotations["description"] += "Điểm phát Wi-Fi mất điện. ";
  post(alert, "lan");
  post(labelled(alert, "site", "b"), "cntt");
  desk_.send();
  EXPECT_LE(desk_.delivered.at(0).letter.text.size(), 4000U);
  EXPECT_THAT(desk_.delivered.at(0).letter.text, HasSubstr("…"));
  EXPECT_THAT(desk_.delivered.at(1).letter.text, Not(HasSubstr("…")));
  EXPECT_THAT(desk_.delivered.at(1).letter.subject, StartsWith("🔴 Xã Kép: Mất Wi-Fi"));
}

TEST_F(DispatcherTest, counts_tries_and_deliveries_by_channel) {
  desk_.far_end = [](const Job& job) { return job.channel == 0 ? refuses(job) : well(job); };
  post(firing());
  desk_.send();
  const auto& figures = desk_.dispatcher->figures();
  EXPECT_EQ(figures.at(0).failed, 1U);
  EXPECT_EQ(figures.at(0).delivered, 0U);
  EXPECT_EQ(figures.at(1).delivered, 1U);
}

}  // namespace
}  // namespace commune::notify::testing
