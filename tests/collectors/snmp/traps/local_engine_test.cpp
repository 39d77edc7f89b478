#include "collectors/snmp/traps/local_engine.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::snmp {
namespace {

class EngineFile : public testing::Test {
 protected:
  EngineFile()
      : folder_(testing::TempDir() + "engine-" +
                testing::UnitTest::GetInstance()->current_test_info()->name()) {
    std::filesystem::remove_all(folder_);
  }
  ~EngineFile() override { std::filesystem::remove_all(folder_); }

  void write(const std::string& text) {
    std::filesystem::create_directories(folder_);
    std::ofstream(path_) << text;
  }
  std::string text() const {
    std::stringstream read;
    read << std::ifstream(path_).rdbuf();
    return read.str();
  }

  const std::string folder_;
  const std::string path_ = folder_ + "/snmp-engine";
};

TEST_F(EngineFile, is_made_with_a_fresh_engine_at_the_first_start) {
  const auto engine = boot_engine(path_);
  ASSERT_TRUE(engine) << engine.error().message();
  EXPECT_EQ(engine->boots, 1u);
  EXPECT_EQ(engine->id.size(), 17u);
  EXPECT_EQ(engine->id.substr(0, 5), std::string("\x80\x00\x1f\x88\x05", 5));
  EXPECT_NE(engine->id, new_engine().id);
}

TEST_F(EngineFile, keeps_the_id_and_counts_each_start) {
  const auto first = boot_engine(path_), second = boot_engine(path_), third = boot_engine(path_);
  ASSERT_TRUE(third);
  EXPECT_EQ(third->id, first->id);
  EXPECT_EQ(second->boots, 2u);
  EXPECT_EQ(third->boots, 3u);
  EXPECT_THAT(text(), testing::HasSubstr("\nboots 3\n"));
}

TEST_F(EngineFile, makes_its_directory) {
  EXPECT_TRUE(boot_engine(folder_ + "/a/b/snmp-engine"));
  EXPECT_TRUE(std::filesystem::exists(folder_ + "/a/b/snmp-engine"));
}

TEST_F(EngineFile, that_holds_something_else_is_left_alone_and_reported) {
  for (const char* bad : {"", "engine_id 80", "engine_id 80001f8801xx\nboots 3\n", "boots 3\n",
                          "engine_id 80001f880102\nboots many\n", "hello world\n"}) {
    write(std::string(bad));
    const auto engine = boot_engine(path_);
    ASSERT_FALSE(engine) << bad;
    EXPECT_EQ(engine.error().where, path_);
    EXPECT_THAT(engine.error().what, testing::HasSubstr("delete it"));
    EXPECT_EQ(text(), bad);
  }
}

TEST_F(EngineFile, restarts_with_a_new_engine_when_boots_are_used_up) {
  write("engine_id 80001f88010203\nboots 2147483646\n");
  const auto engine = boot_engine(path_);
  ASSERT_TRUE(engine);
  EXPECT_EQ(engine->boots, 1u);
  EXPECT_NE(engine->id, std::string("\x80\x00\x1f\x88\x01\x02\x03", 7));
}

TEST_F(EngineFile, without_a_path_is_refused_and_nothing_is_written) {
  const auto engine = boot_engine("");
  ASSERT_FALSE(engine);
  EXPECT_EQ(engine.error().message(),
            "SNMPv3 engine file: its path is empty; it must name a file in [agent] state_dir");
  EXPECT_FALSE(std::filesystem::exists(".new"));
}

TEST_F(EngineFile, that_cannot_be_written_is_reported) {
  write("engine_id 80001f88010203\nboots 7\n");
  const auto engine = boot_engine("/proc/version/snmp-engine");
  ASSERT_FALSE(engine);
  EXPECT_THAT(engine.error().what, testing::HasSubstr("cannot be written"));
}

}  // namespace
}  // namespace commune::snmp
