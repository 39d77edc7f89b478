// What keeps storms and replays out: gate, trigger and clock, each with a time of its own.
#include "collectors/snmp/traps/interval_gate.hpp"
#include "collectors/snmp/traps/poll_trigger.hpp"
#include "collectors/snmp/traps/sender_clock.hpp"

#include <gtest/gtest.h>

namespace commune::snmp {
namespace {

using namespace std::chrono_literals;

const MonoTime kStart = MonoTime() + 1000s;

TEST(IntervalGate, lets_one_through_in_each_interval_and_counts_the_others) {
  IntervalGate gate(60s);
  EXPECT_TRUE(gate.lets_through(kStart));
  EXPECT_FALSE(gate.lets_through(kStart + 1s));
  EXPECT_FALSE(gate.lets_through(kStart + 59s));
  EXPECT_TRUE(gate.lets_through(kStart + 60s));
  EXPECT_EQ(gate.take_held_back(), 2u);
  EXPECT_EQ(gate.take_held_back(), 0u);
}

TEST(PollTrigger, polls_at_once_and_then_at_most_every_two_seconds) {
  PollTrigger trigger;
  EXPECT_FALSE(trigger.due());
  trigger.ask(kStart);
  EXPECT_EQ(trigger.due(), kStart);
  trigger.begun(kStart);
  EXPECT_FALSE(trigger.due());
  trigger.ask(kStart + 100ms);
  EXPECT_EQ(trigger.due(), kStart + 2s);
  trigger.ask(kStart + 300ms);
  EXPECT_EQ(trigger.due(), kStart + 2s);
}

TEST(PollTrigger, a_request_during_a_poll_leads_to_one_more) {
  PollTrigger trigger;
  trigger.begun(kStart);  // an ordinary poll
  trigger.ask(kStart + 1s);
  EXPECT_EQ(trigger.due(), kStart + 1s);
}

TEST(PollTrigger, an_ordinary_poll_that_begins_after_the_request_fulfils_it) {
  PollTrigger trigger;
  trigger.ask(kStart);
  trigger.begun(kStart);
  trigger.ask(kStart + 1s);
  trigger.begun(kStart + 1500ms);
  EXPECT_FALSE(trigger.due());
  trigger.ask(kStart + 2s);
  EXPECT_EQ(trigger.due(), kStart + 3500ms);
}

DatagramHead head(const std::string& engine, std::uint32_t boots, std::uint32_t time) {
  DatagramHead made;
  made.version = 3;
  made.engine_id = engine;
  made.engine_boots = boots;
  made.engine_time = time;
  return made;
}

TEST(SenderClock, accepts_any_boot_at_first_and_no_earlier_one_later) {
  SenderClock clock;
  EXPECT_TRUE(clock.timely(head("a", 5, 1000), kStart));
  clock.advance(head("a", 5, 1000), kStart);
  EXPECT_FALSE(clock.timely(head("a", 4, 9000), kStart));
  EXPECT_TRUE(clock.timely(head("a", 6, 1), kStart));
  EXPECT_TRUE(clock.timely(head("b", 1, 1), kStart));
}

TEST(SenderClock, refuses_what_is_older_than_the_window) {
  SenderClock clock;
  clock.advance(head("a", 5, 1000), kStart);
  EXPECT_TRUE(clock.timely(head("a", 5, 999), kStart + 149s));
  EXPECT_FALSE(clock.timely(head("a", 5, 999), kStart + 151s));
  EXPECT_FALSE(clock.timely(head("a", 5, 800), kStart));
}

TEST(SenderClock, a_clock_that_runs_slow_stays_good) {
  SenderClock clock;
  clock.advance(head("a", 5, 1000), kStart);
  EXPECT_TRUE(clock.timely(head("a", 5, 1500), kStart + 1000s));
}

TEST(SenderClock, is_not_set_back_by_an_older_message_within_the_window) {
  SenderClock clock;
  clock.advance(head("a", 5, 1000), kStart);
  clock.advance(head("a", 5, 900), kStart);
  EXPECT_FALSE(clock.timely(head("a", 5, 800), kStart));
}

}  // namespace
}  // namespace commune::snmp
