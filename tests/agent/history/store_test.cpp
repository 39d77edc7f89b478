// Written records exist afterwards, once, and add up.
#include "agent/history/store.hpp"

#include <filesystem>
#include <fstream>

#include "agent/history/database_reader.hpp"
#include "agent/history/history.hpp"
#include "tests/agent/history/records.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sqlite3.h>
#include <sys/mount.h>
#include <unistd.h>

namespace commune::history {
namespace {

using testing::at;
using testing::Directory;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::interval;
using ::testing::IsEmpty;
using testing::outage;
using testing::quality;
using testing::wifi;

constexpr TimeRange kDay{LedgerTime(std::chrono::seconds(1'795'564'800)),
                         LedgerTime(std::chrono::seconds(1'795'651'200))};

std::unique_ptr<Store> open(const Directory& directory, const std::string& boot = "boot-1") {
  return std::move(Store::open(directory.options(), boot, "").value());
}

Batch batch(const std::string& id, LedgerRecords records, bool orderly = false) {
  Batch made;
  made.id = id;
  made.intervals = std::move(records.intervals);
  made.outages = std::move(records.outages);
  made.known_until = records.known_until;
  made.orderly = orderly;
  return made;
}

// Changes the file without the store.
void run_sql(const std::string& path, const std::string& sql) {
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &database), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
      << sqlite3_errmsg(database);
  sqlite3_close(database);
}

std::string content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// A file system of 3 MiB over a directory, visible only to this process.
class SmallDisk {
 public:
  explicit SmallDisk(std::string path) : path_(std::move(path)) {
    mounted_ = unshare(CLONE_NEWNS) == 0 &&
               mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
               mount("none", path_.c_str(), "tmpfs", 0, "size=3m") == 0;
  }
  ~SmallDisk() {
    if (mounted_) umount2(path_.c_str(), MNT_DETACH);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

  bool mounted() const { return mounted_; }

  void fill() const {
    std::ofstream filler(path_ + "/filler", std::ios::binary);
    while (filler << std::string(4096, 'x') << std::flush) {
    }
  }

 private:
  std::string path_;
  bool mounted_ = false;
};

TEST(Store, a_new_one_remembers_nothing) {
  const Directory directory;
  const auto memory = open(directory)->memory().value();
  EXPECT_FALSE(memory.last_run.known_until);
  EXPECT_THAT(memory.ends, IsEmpty());
}

TEST(Store, gives_a_new_run_the_ends_of_the_ledgers) {
  const Directory directory;
  open(directory)->commit(batch("1", {{interval(wifi("ca"), State::up, 0, 100),
                                       interval(wifi("ca"), State::down, 100, 130, true)},
                                      {outage(wifi("ca"), 100)},
                                      at(150)}));
  const auto memory = open(directory, "boot-2")->memory().value();
  EXPECT_EQ(memory.last_run.boot_id, "boot-1");
  EXPECT_EQ(memory.last_run.known_until, at(150));
  EXPECT_FALSE(memory.last_run.orderly);
  ASSERT_EQ(memory.ends.size(), 1U);
  // The heartbeat means that the state continued.
  EXPECT_EQ(memory.ends[0].last, interval(wifi("ca"), State::down, 100, 150, true));
  EXPECT_EQ(memory.ends[0].totals[std::size_t(State::up)], std::chrono::seconds(100));
  EXPECT_EQ(memory.ends[0].totals[std::size_t(State::down)], std::chrono::seconds(50));
  EXPECT_THAT(memory.open_outages, ElementsAre(outage(wifi("ca"), 100)));
}

TEST(Store, knows_an_orderly_end) {
  const Directory directory;
  open(directory)->commit(batch("1", testing::up_until(60), true));
  EXPECT_TRUE(open(directory)->memory().value().last_run.orderly);
}

TEST(Store, writing_a_record_again_changes_nothing) {
  const Directory directory;
  const auto store = open(directory);
  for (const char* id : {"1", "2"})
    ASSERT_TRUE(store->commit(batch(
        id, {{interval(wifi("ca"), State::down, 0, 50)}, {outage(wifi("ca"), 0, 50)}, at(50)})));
  EXPECT_THAT(testing::intervals_in(history_path(directory.path()), kDay),
              ElementsAre(interval(wifi("ca"), State::down, 0, 50)));
  const auto memory = store->memory().value();
  ASSERT_EQ(memory.ended_outages.size(), 1U);
  EXPECT_EQ(memory.ended_outages[0].count, 1U);
}

TEST(Store, opens_on_a_full_disk_by_freeing_its_ballast) {
  const Directory directory;
  const SmallDisk disk(directory.path());
  if (!disk.mounted()) GTEST_SKIP() << "a file system is mounted by root alone";
  ASSERT_TRUE(open(directory)->commit(batch("1", testing::up_until(60))));
  disk.fill();
  const auto store = Store::open(directory.options(), "boot-2", "");
  ASSERT_TRUE(store) << store.error().error.message();
  EXPECT_EQ((*store)->memory().value().last_run.known_until, at(60));
  EXPECT_TRUE((*store)->commit(batch("2", testing::up_until(90))));
  EXPECT_FALSE(std::filesystem::exists(directory.file("history.ballast")));
}

TEST(Store, a_batch_with_unknown_result_is_not_written_twice) {
  const Directory directory;
  const auto store = open(directory);
  Batch counted;
  counted.id = "1";
  counted.quality = {quality("ap", 0, 10, 9)};
  ASSERT_TRUE(store->commit(counted));
  ASSERT_TRUE(store->commit(counted));
  const auto rows = testing::quality_in(history_path(directory.path()), RollUp::five_minutes);
  EXPECT_THAT(rows, ElementsAre(quality("ap", 0, 10, 9)));
}

TEST(Store, five_minutes_of_two_runs_add_up_in_all_roll_ups) {
  const Directory directory;
  Batch first, second;
  first.id = "1";
  first.quality = {quality("ap", 0, 10, 9), quality("ap", 300, 5, 5)};
  second.id = "2";
  second.quality = {quality("ap", 0, 4, 1)};
  const auto store = open(directory);
  ASSERT_TRUE(store->commit(first));
  ASSERT_TRUE(store->commit(second));
  const std::string path = history_path(directory.path());
  const auto fives = testing::quality_in(path, RollUp::five_minutes);
  ASSERT_EQ(fives.size(), 2U);
  EXPECT_EQ(fives[0].requests, 14U);
  EXPECT_THAT(fives[0].round_trips, ElementsAre(10, 0, 2));
  for (const RollUp roll_up : {RollUp::hour, RollUp::day}) {
    const auto rows = testing::quality_in(path, roll_up);
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].start, at(0));
    EXPECT_EQ(rows[0].requests, 19U);
    EXPECT_EQ(rows[0].replies, 15U);
    EXPECT_THAT(rows[0].round_trips, ElementsAre(15, 0, 3));
    EXPECT_FALSE(rows[0].peak_clients);
  }
}

TEST(Store, totals_outlive_deleted_intervals) {
  const Directory directory;
  Options options = directory.options();
  options.retention = std::chrono::hours(24);
  const auto store = std::move(Store::open(options, "boot", "").value());
  constexpr std::int64_t kDays = 86'400;
  ASSERT_TRUE(store->commit(batch(
      "1", {{interval(wifi("ca"), State::up, 0, 100), interval(wifi("ca"), State::down, 100, 130),
             interval(wifi("ca"), State::up, 130, 140, true)},
            {outage(wifi("ca"), 100, 130)},
            at(140)})));
  ASSERT_TRUE(store->commit(batch("2", {{}, {}, at(3 * kDays)})));
  const auto memory = store->memory().value();
  ASSERT_EQ(memory.ends.size(), 1U);
  EXPECT_EQ(memory.ends[0].totals[std::size_t(State::down)], std::chrono::seconds(30));
  EXPECT_EQ(memory.ends[0].totals[std::size_t(State::up)],
            std::chrono::seconds(100 + 3 * kDays - 130));
  ASSERT_EQ(memory.ended_outages.size(), 1U);
  EXPECT_EQ(memory.ended_outages[0].count, 1U);
  // The last interval stays, and only that.
  EXPECT_THAT(testing::intervals_in(history_path(directory.path()), {at(0), at(4 * kDays)}),
              ElementsAre(interval(wifi("ca"), State::up, 130, 3 * kDays, true)));
  EXPECT_THAT(testing::outages_in(history_path(directory.path()), {at(0), at(4 * kDays)}),
              IsEmpty());
}

TEST(Store, a_full_quota_costs_the_oldest_details_and_no_totals) {
  const Directory directory;
  Options options = directory.options();
  options.quota_bytes = 4ULL << 20;
  const auto store = std::move(Store::open(options, "boot", "").value());
  constexpr int kDevices = 20, kDays = 40, kRowsOfADay = 48;
  std::int64_t number = 0;
  for (int day = 0; day < kDays; ++day) {
    Batch rows = batch(std::to_string(++number), testing::up_until(std::int64_t{day + 1} * 86'400));
    for (int row = 0; row < kRowsOfADay; ++row)
      for (int device = 0; device < kDevices; ++device)
        rows.quality.push_back(
            quality("ap-" + std::to_string(device), day * 86'400 + row * 1'800, 60, 59));
    ASSERT_TRUE(store->commit(rows)) << "day " << day;
  }
  const std::string path = history_path(directory.path());
  EXPECT_LE(std::filesystem::file_size(path), options.quota_bytes);
  const auto fives = testing::quality_in(path, RollUp::five_minutes);
  ASSERT_FALSE(fives.empty());
  EXPECT_LT(fives.size(), std::size_t{kDevices} * kDays * kRowsOfADay);
  EXPECT_EQ(fives.back().start, at((kDays - 1) * 86'400 + (kRowsOfADay - 1) * 1'800));
  EXPECT_EQ(store->memory().value().ends[0].totals[std::size_t(State::up)],
            std::chrono::seconds(kDays * 86'400));
}

TEST(Store, a_damaged_file_is_set_aside_and_a_new_one_begins) {
  const Directory directory;
  const std::string path = history_path(directory.path());
  open(directory)->commit(batch("1", testing::up_until(60)));
  {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(4096);
    file << std::string(4096, 'x');
  }
  const std::string damaged = content_of(path);
  const auto store = open(directory);
  EXPECT_TRUE(store->was_damaged());
  EXPECT_THAT(store->memory().value().ends, IsEmpty());
  EXPECT_TRUE(content_of(path + ".damaged") == damaged);
  EXPECT_TRUE(store->commit(batch("2", testing::up_until(60))));
}

TEST(Store, a_file_that_is_not_a_database_is_set_aside_too) {
  const Directory directory;
  std::ofstream(history_path(directory.path())) << std::string(10'000, '?');
  EXPECT_TRUE(open(directory)->was_damaged());
}

TEST(Store, refuses_a_newer_schema_and_leaves_the_file_unchanged) {
  const Directory directory;
  const std::string path = history_path(directory.path());
  open(directory)->commit(batch("1", testing::up_until(60)));
  run_sql(path, "PRAGMA journal_mode = DELETE; PRAGMA user_version = 99");
  const std::string before = content_of(path);
  const auto store = Store::open(directory.options(), "boot", "");
  ASSERT_FALSE(store);
  EXPECT_TRUE(store.error().refused);
  EXPECT_THAT(store.error().error.message(), HasSubstr("schema version 99, this one knows 2"));
  EXPECT_TRUE(content_of(path) == before);
}

TEST(Store, upgrades_a_history_of_version_1_and_keeps_all_of_it) {
  const Directory directory;
  const std::string path = history_path(directory.path());
  run_sql(path, content_of(COMMUNE_SOURCE_DIR "/tests/fixtures/history-version-1.sql").c_str());
  const auto too_old = read_history(path);
  ASSERT_FALSE(too_old);
  EXPECT_THAT(too_old.error().message(), HasSubstr("upgrades it when it starts"));
  const auto store = open(directory);
  const auto rows = testing::quality_in(path, RollUp::five_minutes);
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].kind, Measured::device);
  EXPECT_EQ(rows[0].name, "ap");
  EXPECT_EQ(rows[0].requests, 10U);
  EXPECT_EQ(rows[0].replies, 9U);
  EXPECT_EQ(rows[0].transmit_bytes, 2000U);
  EXPECT_EQ(rows[0].least_rsrp_dbm, -101);
  EXPECT_EQ(rows[0].peak_receive_rate, std::nullopt);
  const auto ends = store->memory().value().ends;
  ASSERT_EQ(ends.size(), 1U);
  EXPECT_EQ(ends[0].last.state, State::up);
}

TEST(Store, a_newer_agents_log_is_not_moved_into_its_file) {
  const Directory directory, killed;
  const std::string path = history_path(killed.path());
  {
    const auto running = open(directory);
    run_sql(history_path(directory.path()), "PRAGMA user_version = 99");
    std::filesystem::copy(directory.path(), killed.path());
  }
  const std::string before = content_of(path), log = content_of(path + "-wal");
  ASSERT_FALSE(log.empty());
  const auto store = Store::open(killed.options(), "boot", "");
  ASSERT_FALSE(store);
  EXPECT_TRUE(store.error().refused);
  EXPECT_TRUE(content_of(path) == before);
  EXPECT_TRUE(content_of(path + "-wal") == log);
}

TEST(Store, refuses_another_programs_database) {
  const Directory directory;
  run_sql(history_path(directory.path()), "CREATE TABLE recipes(name TEXT)");
  const auto store = Store::open(directory.options(), "boot", "");
  ASSERT_FALSE(store);
  EXPECT_TRUE(store.error().refused);
  EXPECT_THAT(store.error().error.message(), HasSubstr("is not a history of commune-agent"));
}

TEST(HistoryFile, a_second_agent_is_refused_and_the_first_one_named) {
  const Directory directory;
  const auto first = History::open(directory.options(), "boot");
  ASSERT_TRUE(first);
  const auto second = History::open(directory.options(), "boot");
  ASSERT_FALSE(second);
  EXPECT_THAT(second.error().message(),
              HasSubstr("another agent (process " + std::to_string(getpid()) + ")"));
}

// As on a disk that had no space for the file when the first agent began.
TEST(HistoryFile, a_second_agent_is_refused_without_a_file_that_names_the_first) {
  const Directory directory;
  const auto first = History::open(directory.options(), "boot");
  ASSERT_TRUE(first);
  ASSERT_TRUE(std::filesystem::remove(directory.file("history.lock")));
  const auto second = History::open(directory.options(), "boot");
  ASSERT_FALSE(second);
  EXPECT_THAT(second.error().message(), HasSubstr("another agent keeps its history here"));
}

TEST(Reader, gives_whole_intervals_that_overlap_by_subject_and_start) {
  const Directory directory;
  open(directory)->commit(batch(
      "1", {{interval(wifi("kep"), State::up, 0, 500, true),
             interval(wifi("ca"), State::up, 0, 100), interval(wifi("ca"), State::down, 100, 200),
             interval(wifi("ca"), State::up, 200, 500, true)},
            {},
            at(600)}));
  EXPECT_THAT(testing::intervals_in(history_path(directory.path()), {at(150), at(250)}),
              ElementsAre(interval(wifi("ca"), State::down, 100, 200),
                          interval(wifi("ca"), State::up, 200, 600, true),
                          interval(wifi("kep"), State::up, 0, 600, true)));
  EXPECT_THAT(testing::intervals_in(history_path(directory.path()), {at(200), at(201)}),
              ElementsAre(interval(wifi("ca"), State::up, 200, 600, true),
                          interval(wifi("kep"), State::up, 0, 600, true)));
}

TEST(Reader, a_root_lists_the_accesses_that_it_cut_off) {
  const Directory directory;
  Outage root = outage(wifi("ca"), 10, 50);
  Outage child = outage(wifi("kep"), 12, 50);
  child.root_outage = root.id;
  open(directory)->commit(batch("1", {{}, {child, root}, at(60)}));
  root.cut_off = {wifi("kep")};
  EXPECT_THAT(testing::outages_in(history_path(directory.path()), kDay), ElementsAre(root, child));
  EXPECT_THAT(testing::outages_in(history_path(directory.path()), {at(50), at(60)}), IsEmpty());
}

TEST(Reader, a_missing_history_is_reported) {
  const Directory directory;
  const auto reader = read_history(directory.file("history.db"));
  ASSERT_FALSE(reader);
  EXPECT_THAT(reader.error().message(), HasSubstr("no history here"));
}

}  // namespace
}  // namespace commune::history
