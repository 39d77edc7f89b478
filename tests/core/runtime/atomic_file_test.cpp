#include "core/runtime/atomic_file.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

namespace commune {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class AtomicFile : public testing::Test {
 protected:
  AtomicFile()
      : folder_(fs::path(testing::TempDir()) /
                (std::string("atomic-file-") +
                 testing::UnitTest::GetInstance()->current_test_info()->name())),
        path_((folder_ / "figures.txt").string()) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~AtomicFile() override { fs::remove_all(folder_); }

  std::string text() const {
    std::stringstream read;
    read << std::ifstream(path_).rdbuf();
    return read.str();
  }
  // Names of all that lies in the folder.
  std::vector<std::string> names() const {
    std::vector<std::string> found;
    for (const auto& each : fs::directory_iterator(folder_))
      found.push_back(each.path().filename().string());
    return found;
  }
  mode_t rights() const {
    struct stat about {};
    ::stat(path_.c_str(), &about);
    return about.st_mode & 0777;
  }

  const fs::path folder_;
  const std::string path_;
};

TEST_F(AtomicFile, replaces_the_file_and_leaves_nothing_beside_it) {
  ASSERT_TRUE(write_atomically(path_, "old", 0600));
  ASSERT_TRUE(write_atomically(path_, "new", 0600));
  EXPECT_EQ(text(), "new");
  EXPECT_EQ(rights(), 0600u);
  EXPECT_THAT(names(), testing::ElementsAre("figures.txt"));
}

TEST_F(AtomicFile, overwrites_what_a_crash_left_beside_it_whatever_its_rights) {
  std::ofstream(path_ + ".new") << "half of something longer";
  fs::permissions(path_ + ".new", fs::perms::all);
  ASSERT_TRUE(write_atomically(path_, "whole", 0600));
  EXPECT_EQ(text(), "whole");
  EXPECT_EQ(rights(), 0600u);
}

TEST_F(AtomicFile, refuses_an_empty_path_and_writes_nothing) {
  const auto written = write_atomically("", "text", 0600);
  ASSERT_FALSE(written);
  EXPECT_THAT(written.error().message(), HasSubstr("its path is empty; it must name a file"));
  EXPECT_FALSE(fs::exists(".new"));
}

TEST_F(AtomicFile, removes_its_temporary_when_the_place_is_taken_by_a_directory) {
  fs::create_directory(path_);
  const auto written = write_atomically(path_, "text", 0600);
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().message(), path_ + ": cannot be written: Is a directory");
  EXPECT_THAT(names(), testing::ElementsAre("figures.txt"));
}

TEST_F(AtomicFile, says_why_where_no_file_can_be_made) {
  const auto written = write_atomically(path_ + "/deeper", "text", 0600);
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().message(),
            path_ + "/deeper.new: cannot be written: No such file or directory");
}

TEST_F(AtomicFile, keeps_the_old_file_when_the_content_fails) {
  ASSERT_TRUE(write_atomically(path_, "old", 0600));
  const auto written = write_atomically(path_, 0600, [](std::ostream& out) -> Result<void> {
    out << "half";
    return fail("history", "is damaged");
  });
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().message(), "history: is damaged");
  EXPECT_EQ(text(), "old");
  EXPECT_THAT(names(), testing::ElementsAre("figures.txt"));
}

TEST_F(AtomicFile, keeps_the_old_file_when_writing_throws) {
  ASSERT_TRUE(write_atomically(path_, "old", 0600));
  EXPECT_THROW((void)write_atomically(
                   path_, 0600,
                   [](std::ostream&) -> Result<void> { throw std::runtime_error("no memory"); }),
               std::runtime_error);
  EXPECT_EQ(text(), "old");
  EXPECT_THAT(names(), testing::ElementsAre("figures.txt"));
}

TEST_F(AtomicFile, keeps_the_old_file_when_the_stream_fails) {
  ASSERT_TRUE(write_atomically(path_, "old", 0600));
  const auto written = write_atomically(path_, 0600, [](std::ostream& out) -> Result<void> {
    out.setstate(std::ios::badbit);  // as a full disk does
    return {};
  });
  ASSERT_FALSE(written);
  EXPECT_THAT(written.error().message(), HasSubstr("cannot be written"));
  EXPECT_EQ(text(), "old");
  EXPECT_THAT(names(), testing::ElementsAre("figures.txt"));
}

}  // namespace
}  // namespace commune
