#include "tests/fuzz/shipped.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "agent/settings/profiles/profile_library.hpp"
#include "tests/collectors/snmp/profile/walk_fixture.hpp"

namespace commune::fuzz {

const std::vector<snmp::ProfilePtr>& shipped_profiles() {
  static const auto kProfiles =
      settings::load_profiles(std::vector{std::string(COMMUNE_SOURCE_DIR "/config/profiles")})
          .value();
  return kProfiles;
}

const std::vector<std::map<snmp::Oid, snmp::Value>>& shipped_walks() {
  static const auto kWalks = [] {
    std::vector<snmp::Walk> walks;
    for (const auto& file : shipped_files("tests/fixtures", ".walk"))
      walks.push_back(snmp::read_walk(file).value());
    return walks;
  }();
  return kWalks;
}

std::vector<std::string> shipped_files(const std::string& folder, const std::string& extension) {
  std::vector<std::string> files;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::string(COMMUNE_SOURCE_DIR "/") + folder))
    if (entry.path().extension() == extension) files.push_back(entry.path().string());
  std::sort(files.begin(), files.end());
  return files;
}

std::string contents_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace commune::fuzz
