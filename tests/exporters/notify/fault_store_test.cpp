// The file: what a power cut, a damage, a second process and a newer version do to it.
#include "exporters/notify/fault_store.hpp"

#include <filesystem>
#include <fstream>

#include "tests/exporters/notify/desk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::notify::testing {
namespace {

using ::testing::HasSubstr;

std::string file_in(const Directory& directory) {
  return directory.path() + "/notify.db";
}

TEST(FaultStore, a_damaged_file_is_put_aside_and_a_new_one_begun) {
  const Directory directory;
  std::ofstream(file_in(directory)) << std::string(8192, 'x');
  auto opened = FaultStore::open(directory.path());
  ASSERT_TRUE(opened) << opened.error().message();
  EXPECT_EQ(opened->put_aside, file_in(directory) + ".damaged");
  EXPECT_TRUE(std::filesystem::exists(opened->put_aside));
  EXPECT_EQ(opened->store->count_unclosed(), 0);
  const std::string origin = opened->store->origin();
  EXPECT_EQ(origin.size(), 16U);
  opened->store.reset();
  opened = FaultStore::open(directory.path());
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->put_aside, "");
  EXPECT_EQ(opened->store->origin(), origin);
}

TEST(FaultStore, two_files_have_two_origins) {
  const Directory one, other;
  EXPECT_NE(FaultStore::open(one.path())->store->origin(),
            FaultStore::open(other.path())->store->origin());
}

TEST(FaultStore, a_newer_versions_file_is_left_alone) {
  const Directory directory;
  {
    auto made = Database::open(file_in(directory), Database::Mode::read_write).value();
    made->run("PRAGMA user_version = 99");
  }
  const auto opened = FaultStore::open(directory.path());
  ASSERT_FALSE(opened);
  EXPECT_THAT(opened.error().message(), HasSubstr("a newer version of commune-agent wrote it"));
  EXPECT_FALSE(std::filesystem::exists(file_in(directory) + ".damaged"));
}

TEST(FaultStore, a_file_of_version_1_keeps_its_faults_and_messages) {
  const Directory directory;
  {
    auto made = Database::open(file_in(directory), Database::Mode::read_write).value();
    std::ifstream sql(COMMUNE_SOURCE_DIR "/tests/fixtures/notify-version-1.sql");
    made->run(std::string(std::istreambuf_iterator<char>(sql), {}).c_str());
    ASSERT_TRUE(made->take_error());
  }
  for (const char* start : {"that changes the file", "that finds it changed"}) {
    SCOPED_TRACE(start);
    const auto opened = FaultStore::open(directory.path());
    ASSERT_TRUE(opened) << opened.error().message();
    EXPECT_EQ(opened->put_aside, "");
    FaultStore& store = *opened->store;
    EXPECT_EQ(store.origin(), "0123456789abcdef");
    ASSERT_EQ(store.all_unclosed().size(), 2U);
    EXPECT_EQ(store.all_unclosed()[0].state, FaultState::open);
    EXPECT_EQ(store.all_unclosed()[0].since, LedgerTime(Milliseconds(900)));
    EXPECT_EQ(store.all_unclosed()[1].state, FaultState::ending);
    EXPECT_EQ(store.last_closed("c", "lan").value().state, FaultState::closed);
    ASSERT_EQ(store.waiting().size(), 1U);
    EXPECT_EQ(store.waiting()[0].kind, MessageKind::begin);
    EXPECT_TRUE(store.waiting()[0].critical);
    EXPECT_EQ(store.beginning(2).value().state, MessageState::delivered);
    ASSERT_EQ(store.last_finished(9).size(), 2U);
    EXPECT_EQ(store.last_finished(9)[0].state, MessageState::abandoned);
    EXPECT_EQ(store.last_finished(9)[1].line, "delivered line");
  }
}

TEST(FaultStore, its_file_says_states_and_kinds_in_words) {
  const Directory directory;
  {
    const auto store = std::move(FaultStore::open(directory.path())->store);
    Fault fault;
    fault.key = "a";
    fault.state = FaultState::ending;
    const auto id = store->add(fault);
    store->finish(store->add_message(id, MessageKind::end, kBegun), MessageState::merged, kBegun);
  }
  const auto file = Database::open(file_in(directory), Database::Mode::read_write).value();
  Query row = file->query("SELECT f.state, m.kind, m.state FROM fault f, message m");
  ASSERT_TRUE(row.row());
  EXPECT_EQ(row.text(0) + " " + row.text(1) + " " + row.text(2), "ending end merged");
}

TEST(FaultStore, a_directory_that_cannot_be_made_is_an_error_that_names_it) {
  const auto opened = FaultStore::open("/proc/notify");
  ASSERT_FALSE(opened);
  EXPECT_THAT(opened.error().message(), HasSubstr("/proc/notify: cannot be created"));
}

TEST(FaultStore, a_second_process_gets_an_error_that_it_is_in_use) {
  const Directory directory;
  const auto first = FaultStore::open(directory.path());
  ASSERT_TRUE(first);
  const auto second = FaultStore::open(directory.path());
  ASSERT_FALSE(second);
  EXPECT_THAT(second.error().message(), HasSubstr("another commune-agent notify uses it"));
}

}  // namespace
}  // namespace commune::notify::testing
