// No memory for the history's writer: the agent lives, and what was recorded is written later.
#include "agent/history/history.hpp"
#include "tests/agent/history/records.hpp"
#include "tests/core/runtime/failing_memory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::history {
namespace {

using commune::testing::FailingMemory;
using testing::at;
using testing::Directory;
using ::testing::ElementsAre;
using testing::interval;
using testing::up_until;
using testing::wifi;

TEST(HistoryMemory, an_allocation_that_fails_in_the_writer_is_a_failed_attempt) {
  const Directory directory;
  const auto record = std::make_shared<WorkRecord>();
  const auto history = History::open(directory.options(), "boot", "", record).value();
  ASSERT_TRUE(history->flush());  // The writer has begun.
  history->record(up_until(60));
  {
    const FailingMemory none("history", 1);
    const auto flushed = history->flush();
    ASSERT_FALSE(flushed);
    EXPECT_EQ(flushed.error().message(), "no memory");
  }
  EXPECT_EQ(FailingMemory::left(), 0);
  EXPECT_EQ(record->failures(), 1U);
  EXPECT_EQ(history->figures().trouble, "no memory");
  ASSERT_TRUE(history->flush());
  EXPECT_EQ(history->figures().trouble, "");
  EXPECT_THAT(testing::intervals_in(history_path(directory.path()), {at(0), at(1'000'000)}),
              ElementsAre(interval(wifi("ca"), State::up, 0, 60, true)));
}

// Whatever allocation it is that fails, in turn.
TEST(HistoryMemory, none_of_a_commits_allocations_ends_the_process_or_loses_a_record) {
  const Directory directory;
  const auto history = History::open(directory.options(), "boot").value();
  for (int nth = 1; nth <= 40; ++nth) {
    history->record(up_until(60 * nth));
    {
      const FailingMemory none("history", nth % 4 + 1);
      (void)history->flush();
    }
    ASSERT_TRUE(history->flush()) << "after attempt " << nth;
  }
  EXPECT_THAT(testing::intervals_in(history_path(directory.path()), {at(0), at(1'000'000)}),
              ElementsAre(interval(wifi("ca"), State::up, 0, 60 * 40, true)));
}

}  // namespace
}  // namespace commune::history
