// The disk fails and the history goes on: rows 30 to 33 of the fault suite.
#include "agent/history/history.hpp"

#include <fstream>

#include "agent/history/database_reader.hpp"
#include "tests/agent/history/faulty_disk.hpp"
#include "tests/agent/history/records.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::history {
namespace {

using testing::at;
using testing::Directory;
using ::testing::ElementsAre;
using testing::FaultyDisk;
using ::testing::HasSubstr;
using testing::interval;
using testing::up_until;
using testing::wifi;
using Fault = FaultyDisk::Fault;

class HistoryTest : public ::testing::Test {
 protected:
  void open() {
    history_ = std::move(History::open(directory_.options(), "boot", disk_.name()).value());
  }

  std::vector<Interval> on_disk() {
    return testing::intervals_in(history_path(directory_.path()), {at(0), at(1'000'000)});
  }

  Directory directory_;
  FaultyDisk disk_;
  std::unique_ptr<History> history_;
};

TEST_F(HistoryTest, records_are_on_disk_after_a_flush) {
  open();
  history_->record(up_until(60));
  EXPECT_EQ(history_->ledger_until(), std::nullopt);
  EXPECT_EQ(history_->figures().pending, 1U);
  ASSERT_TRUE(history_->flush());
  EXPECT_EQ(history_->ledger_until(), at(60));
  EXPECT_EQ(history_->figures().pending, 0U);
  EXPECT_THAT(on_disk(), ElementsAre(interval(wifi("ca"), State::up, 0, 60, true)));
}

TEST_F(HistoryTest, counts_what_it_writes) {
  open();
  ASSERT_TRUE(history_->flush());
  const auto before = history_->figures();
  history_->record(up_until(60));
  ASSERT_TRUE(history_->flush());
  const auto after = history_->figures();
  // Pages of the log: at least the interval's, the subject's and the run's.
  EXPECT_GE(after.written_bytes - before.written_bytes, 3U * 4096U);
  EXPECT_LE(after.written_bytes - before.written_bytes, 8U * 4200U);
  EXPECT_GT(after.commit_time, before.commit_time);
  EXPECT_GT(after.disk_bytes, 4096U);
}

TEST_F(HistoryTest, an_io_error_costs_nothing_once_it_is_over) {
  open();
  history_->record(up_until(60));
  disk_.fail(Fault::io_error);
  ASSERT_FALSE(history_->flush());
  auto figures = history_->figures();
  EXPECT_EQ(figures.errors, 1U);
  EXPECT_EQ(figures.pending, 1U);
  EXPECT_THAT(figures.trouble, HasSubstr("disk I/O error"));
  EXPECT_TRUE(figures.trouble_since);
  EXPECT_EQ(history_->ledger_until(), std::nullopt);
  history_->record(up_until(90));
  disk_.fail(Fault::none);
  ASSERT_TRUE(history_->flush());
  figures = history_->figures();
  EXPECT_EQ(figures.trouble, "");
  EXPECT_EQ(figures.pending, 0U);
  EXPECT_EQ(figures.dropped, 0U);
  EXPECT_THAT(on_disk(), ElementsAre(interval(wifi("ca"), State::up, 0, 90, true)));
}

TEST_F(HistoryTest, a_disk_that_fails_anywhere_in_a_commit_leaves_all_or_nothing) {
  for (int after = 0; after < 12; ++after) {
    SCOPED_TRACE(after);
    const Directory directory;
    auto history = std::move(History::open(directory.options(), "boot", disk_.name()).value());
    history->record(up_until(60));
    ASSERT_TRUE(history->flush());
    history->record(
        {{interval(wifi("ca"), State::up, 0, 70), interval(wifi("ca"), State::down, 70, 80, true)},
         {},
         at(80)});
    disk_.fail(Fault::io_error, after);
    const bool written = history->flush().has_value();
    const std::string path = history_path(directory.path());
    disk_.fail(Fault::none);
    ASSERT_TRUE(history->flush());
    EXPECT_THAT(testing::intervals_in(path, {at(0), at(1'000)}),
                ElementsAre(interval(wifi("ca"), State::up, 0, 70),
                            interval(wifi("ca"), State::down, 70, 80, true)));
    EXPECT_EQ(history->figures().errors, written ? 0U : 1U);
  }
}

TEST_F(HistoryTest, a_full_disk_keeps_records_in_memory_and_heals) {
  open();
  history_->record(up_until(60));
  disk_.fail(Fault::full);
  ASSERT_FALSE(history_->flush());
  EXPECT_THAT(history_->figures().trouble, HasSubstr("full"));
  disk_.fail(Fault::none);
  ASSERT_TRUE(history_->flush());
  EXPECT_EQ(history_->ledger_until(), at(60));
}

TEST_F(HistoryTest, a_disk_that_fails_at_the_start_provides_the_ledger_once_it_recovers) {
  open();
  history_->record(up_until(60));
  ASSERT_TRUE(history_->flush());
  history_.reset();
  disk_.fail(Fault::io_error);
  open();
  // Reading goes on where only writing fails; it is the writing that heals.
  history_->record(std::vector{testing::quality("ap", 0, 10, 9)});
  ASSERT_FALSE(history_->flush());
  disk_.fail(Fault::none);
  ASSERT_TRUE(history_->flush());
  ASSERT_TRUE(history_->memory());
  ASSERT_EQ(history_->memory()->ends.size(), 1U);
  EXPECT_EQ(history_->memory()->ends[0].last.end, at(60));
}

TEST_F(HistoryTest, without_a_disk_the_oldest_quality_goes_first_and_is_counted) {
  open();
  disk_.fail(Fault::io_error);
  ASSERT_FALSE((history_->record(up_until(60)), history_->flush()));
  std::vector<Quality> rows;
  for (std::size_t i = 0; i < kMostQuality + 5; ++i)
    rows.push_back(testing::quality("ap", static_cast<std::int64_t>(i) * 300, 1, 1));
  history_->record(rows);
  EXPECT_EQ(history_->figures().dropped, 5U);
  disk_.fail(Fault::none);
  ASSERT_TRUE(history_->flush());
  const auto kept = testing::quality_in(history_path(directory_.path()), RollUp::five_minutes);
  ASSERT_EQ(kept.size(), kMostQuality);
  EXPECT_EQ(kept.front().start, at(1500));
}

TEST_F(HistoryTest, after_a_power_cut_all_committed_records_exist) {
  open();
  for (const std::int64_t until : {60, 120, 180}) {
    history_->record(up_until(until));
    ASSERT_TRUE(history_->flush());
  }
  history_->record(up_until(240));
  const Directory after;
  disk_.leave_what_is_synced(after.path());
  Options options = directory_.options();
  options.directory = after.path();
  const auto again = std::move(History::open(options, "boot-2").value());
  ASSERT_TRUE(again->memory());
  ASSERT_EQ(again->memory()->ends.size(), 1U);
  EXPECT_EQ(again->memory()->ends[0].last, interval(wifi("ca"), State::up, 0, 180, true));
  EXPECT_EQ(again->memory()->last_run.boot_id, "boot");
  EXPECT_EQ(again->figures().trouble, "");
}

TEST_F(HistoryTest, the_final_records_mark_an_orderly_end) {
  open();
  ASSERT_TRUE(history_->say_good_bye(up_until(60)));
  history_.reset();
  open();
  EXPECT_TRUE(history_->memory()->last_run.orderly);
  EXPECT_EQ(history_->memory()->last_run.known_until, at(60));
}

TEST_F(HistoryTest, a_reader_reads_while_it_is_written) {
  open();
  history_->record(up_until(60));
  ASSERT_TRUE(history_->flush());
  const auto reader = std::move(read_history(history_path(directory_.path())).value());
  std::vector<Interval> seen;
  const auto read = reader->intervals({at(0), at(1'000)}, [&](const Interval& one) {
    history_->record(up_until(120));
    ASSERT_TRUE(history_->flush());
    seen.push_back(one);
  });
  ASSERT_TRUE(read);
  EXPECT_THAT(seen, ElementsAre(interval(wifi("ca"), State::up, 0, 60, true)));
  EXPECT_THAT(on_disk(), ElementsAre(interval(wifi("ca"), State::up, 0, 120, true)));
}

TEST_F(HistoryTest, announced_work_is_remembered_until_it_is_over) {
  open();
  Maintenance soon, over;
  soon.id = "user-1";
  soon.sites = {SiteId{"ca-nvh"}, SiteId{"kep-nvh"}};
  soon.start = at(50);
  soon.end = at(500);
  soon.reason = "Thay ắc quy";
  soon.announced_by = "giamsat";
  over = soon;
  over.id = "user-0";
  over.end = at(55);
  Maintenance configured = soon;
  configured.id = "config-1";
  configured.announced_by.clear();
  for (const Maintenance& work : {soon, over, configured})
    history_->record(work);
  history_->record(up_until(60));
  history_.reset();
  open();
  EXPECT_THAT(history_->memory()->maintenance, ElementsAre(soon));
  const auto reader = std::move(read_history(history_path(directory_.path())).value());
  EXPECT_THAT(reader->maintenance({at(0), at(1'000)}).value(), ElementsAre(configured, over, soon));
}

}  // namespace
}  // namespace commune::history
