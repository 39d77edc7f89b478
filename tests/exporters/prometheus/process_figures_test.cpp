#include "exporters/prometheus/process_figures.hpp"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <unistd.h>

namespace commune {
namespace {

class ProcessFiguresTest : public ::testing::Test {
 protected:
  ProcessFiguresTest() {
    std::string pattern = ::testing::TempDir() + "proc.XXXXXX";
    proc_ = mkdtemp(pattern.data());
    std::filesystem::create_directories(proc_ / "self/fd");
  }
  ~ProcessFiguresTest() override { std::filesystem::remove_all(proc_); }

  void write(const std::string& name, const std::string& text) {
    std::ofstream(proc_ / name) << text;
  }

  std::filesystem::path proc_;
};

TEST_F(ProcessFiguresTest, are_read_behind_a_name_with_blanks_and_brackets) {
  write("self/stat",
        "42 (a (b) c) S 1 42 42 0 -1 4194304 900 0 0 0 250 50 0 0 20 0 4 0 1000 20971520 512 "
        "18446744073709551615 1 1\n");
  write("stat", "cpu 1 2 3\nbtime 1700000000\n");
  write("self/limits",
        "Limit                     Soft Limit           Hard Limit           Units\n"
        "Max open files            1024                 4096                 files\n");
  write("self/fd/0", "");
  write("self/fd/1", "");
  const auto figures = read_process_figures(proc_.string());
  const auto ticks = static_cast<double>(sysconf(_SC_CLK_TCK));
  EXPECT_EQ(figures.cpu_seconds, 300 / ticks);
  EXPECT_EQ(figures.virtual_memory_bytes, 20971520.0);
  EXPECT_EQ(figures.resident_memory_bytes, 512.0 * static_cast<double>(sysconf(_SC_PAGESIZE)));
  EXPECT_EQ(figures.start_time_seconds, 1700000000 + 1000 / ticks);
  EXPECT_EQ(figures.open_fds, 2.0);
  EXPECT_EQ(figures.max_fds, 1024.0);
}

TEST_F(ProcessFiguresTest, are_absent_if_proc_does_not_show_them) {
  const auto figures = read_process_figures((proc_ / "none").string());
  EXPECT_FALSE(figures.cpu_seconds || figures.resident_memory_bytes || figures.open_fds ||
               figures.max_fds || figures.start_time_seconds);
}

TEST(ProcessFigures, are_plausible_for_this_process) {
  const auto figures = read_process_figures();
  ASSERT_TRUE(figures.resident_memory_bytes && figures.virtual_memory_bytes && figures.open_fds);
  EXPECT_GT(*figures.resident_memory_bytes, 1e6);
  EXPECT_GE(*figures.virtual_memory_bytes, *figures.resident_memory_bytes);
  EXPECT_GE(*figures.open_fds, 3);
}

}  // namespace
}  // namespace commune
