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

TEST(FaultStore, a_directory_that_cannot_be_made_is_an_error_that_names_it) {
  const auto opened = FaultStore::open("/proc/notify");
  ASSERT_FALSE(opened);
  EXPECT_THAT(opened.error().message(), HasSubstr("/proc/notify: cannot be made"));
}

TEST(FaultStore, a_second_process_is_told_that_it_is_in_use) {
  const Directory directory;
  const auto first = FaultStore::open(directory.path());
  ASSERT_TRUE(first);
  const auto second = FaultStore::open(directory.path());
  ASSERT_FALSE(second);
  EXPECT_THAT(second.error().message(), HasSubstr("another commune-agent notify uses it"));
}

}  // namespace
}  // namespace commune::notify::testing
