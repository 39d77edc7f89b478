// Debounce, partition and totals of one ledger.
#include "agent/coverage/subject_ledger.hpp"

#include "tests/agent/coverage/play.hpp"

#include <gtest/gtest.h>

namespace commune::coverage::test {
namespace {

const Subject kSubject{{"ca"}, {"ca-nvh"}, Access::wifi};
const Debounce kDebounce;

LedgerTime at(int seconds) {
  return kMidnight + std::chrono::seconds(seconds);
}

Look look(State state, int since, Cause cause = Cause::none) {
  Look made;
  made.state = state;
  made.cause = cause;
  made.since = at(since);
  return made;
}

TEST(SubjectLedger, a_change_within_the_debounce_restarts_the_wait) {
  SubjectLedger ledger(kSubject, at(0), Cause::no_evidence);
  ledger.enter(look(State::up, 0), at(0), at(100));
  EXPECT_FALSE(ledger.look(look(State::down, 101), at(110), kDebounce));
  EXPECT_FALSE(ledger.look(look(State::degraded, 115), at(121), kDebounce));
  EXPECT_EQ(ledger.known_until(), at(115));
  const auto change = ledger.look(look(State::degraded, 115), at(135), kDebounce);
  ASSERT_TRUE(change);
  EXPECT_EQ(text({change->ended, change->begun}), "up 0-115, degraded 115-135");
}

TEST(SubjectLedger, evidence_from_before_the_last_entry_counts_from_there) {
  SubjectLedger ledger(kSubject, at(0), Cause::no_evidence);
  ledger.enter(look(State::up, 0), at(0), at(100));
  EXPECT_FALSE(ledger.look(look(State::down, 50), at(101), kDebounce));
  const auto change = ledger.look(look(State::down, 50), at(120), kDebounce);
  ASSERT_TRUE(change);
  EXPECT_EQ(change->begun.start, at(100));
}

TEST(SubjectLedger, totals_are_cut_at_any_moment_and_survive_forgetting) {
  SubjectLedger ledger(kSubject, at(0), Cause::no_evidence);
  ledger.enter(look(State::up, 0), at(0), at(100));
  ledger.enter(look(State::down, 0, Cause::device), at(100), at(160));
  const StateTimes half = ledger.totals(at(130));
  EXPECT_EQ(half[static_cast<std::size_t>(State::up)], std::chrono::seconds(100));
  EXPECT_EQ(half[static_cast<std::size_t>(State::down)], std::chrono::seconds(30));
  ledger.forget_before(at(130));
  EXPECT_EQ(ledger.totals(at(130)), half);
  EXPECT_EQ(text(ledger.intervals()), "down device 100-160");
}

}  // namespace
}  // namespace commune::coverage::test
