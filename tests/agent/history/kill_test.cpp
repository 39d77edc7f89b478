// Row 32 of the fault suite: an agent that is killed a thousand times while it writes has every
// committed record exactly once, and an intact file.
#include <csignal>
#include <random>

#include "agent/history/history.hpp"
#include "core/runtime/database.hpp"
#include "tests/agent/history/records.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace commune::history {
namespace {

using testing::at;
using testing::interval;
using testing::quality;
using testing::wifi;

constexpr int kKills = 1'000;

Interval second(std::int64_t number) {
  return interval(wifi("ca"), number % 2 == 0 ? State::up : State::down, number, number + 1);
}

// One interval and one echo request per batch; prints the number of each batch once it is on disk.
// Never returns.
[[noreturn]] void write_until_killed(const Options& options, int to_parent) {
  const auto history = std::move(History::open(options, "boot").value());
  const auto memory = history->memory().value();
  std::int64_t number =
      memory.ends.empty() ? 0 : (memory.ends[0].last.end - at(0)) / std::chrono::seconds(1);
  for (;; ++number) {
    history->record({{second(number)}, {}, at(number + 1)});
    history->record(std::vector{quality("ap", 0, 1, 1)});
    if (!history->flush()) _exit(1);
    if (write(to_parent, &number, sizeof number) != sizeof number) _exit(2);
  }
}

/// Reads `many` numbers, kills the writer during the next batch, and returns the last number that
/// it read.
std::int64_t kill_after(const Options& options, int many) {
  int ends[2];
  EXPECT_EQ(pipe(ends), 0);
  const pid_t child = fork();
  if (child == 0) {
    close(ends[0]);
    write_until_killed(options, ends[1]);
  }
  close(ends[1]);
  std::int64_t heard = -1;
  for (int i = 0; i < many; ++i)
    if (read(ends[0], &heard, sizeof heard) != sizeof heard) break;
  kill(child, SIGKILL);
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status)) << "the writer ended by itself: " << WEXITSTATUS(status);
  for (std::int64_t late = 0; read(ends[0], &late, sizeof late) == sizeof late;)
    heard = late;
  close(ends[0]);
  return heard;
}

TEST(Killed, a_thousand_times_while_writing_loses_no_committed_record_and_doubles_none) {
  const testing::Directory directory;
  std::mt19937 random(32);
  std::uniform_int_distribution<int> many(0, 3);
  std::int64_t heard = -1;
  for (int i = 0; i < kKills; ++i)
    heard = std::max(heard, kill_after(directory.options(), many(random)));
  ASSERT_GT(heard, kKills / 2);

  const std::string path = history_path(directory.path());
  const auto found = testing::intervals_in(path, {at(0), at(1'000'000)});
  ASSERT_GT(std::int64_t(found.size()), heard);
  for (std::size_t i = 0; i < found.size(); ++i)
    ASSERT_EQ(found[i], second(std::int64_t(i)));
  const auto day = testing::quality_in(path, RollUp::day);
  ASSERT_EQ(day.size(), 1U);
  EXPECT_EQ(day[0].requests, found.size());
  const auto database = std::move(Database::open(path, Database::Mode::read_only).value());
  Query check = database->query("PRAGMA integrity_check");
  ASSERT_TRUE(check.row());
  EXPECT_EQ(check.text(0), "ok");
}

}  // namespace
}  // namespace commune::history
