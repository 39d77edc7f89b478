// A directory of profile files that is deleted after the test, and the findings of reading it.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "agent/settings/profiles/profile_library.hpp"

#include <gtest/gtest.h>

namespace commune::settings {

class ProfileDirectory : public testing::Test {
 protected:
  ProfileDirectory()
      : directory_(testing::TempDir() + "profiles-" +
                   testing::UnitTest::GetInstance()->current_test_info()->name()) {
    std::filesystem::remove_all(directory_);
    std::filesystem::create_directories(directory_ + "/more");
  }
  ~ProfileDirectory() override { std::filesystem::remove_all(directory_); }

  void write(const std::string& name, const std::string& text) {
    std::ofstream(directory_ + "/" + name) << text;
  }

  ResultOrErrors<std::vector<snmp::ProfilePtr>> load() {
    return load_profiles(std::vector{directory_, directory_ + "/more"});
  }

  // The mistakes, one per line, with the directory cut off or called DIR.
  std::string mistakes() {
    const auto profiles = load();
    std::string lines;
    if (profiles) return lines;
    for (const Error& error : profiles.error()) {
      const std::string line = error.message();
      lines += line.substr(line.find(directory_) == 0 ? directory_.size() + 1 : 0) + "\n";
    }
    for (auto at = lines.find(directory_); at != std::string::npos; at = lines.find(directory_))
      lines.replace(at, directory_.size(), "DIR");
    return lines;
  }

  snmp::ProfilePtr only(const std::string& text) {
    write("x.toml", text);
    const auto profiles = load();
    EXPECT_TRUE(profiles) << mistakes();
    return profiles ? profiles->front() : std::make_shared<snmp::Profile>();
  }

  const std::string directory_;
};

}  // namespace commune::settings
