#include "tests/exporters/prometheus/promtool.hpp"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>

#include <gtest/gtest.h>

namespace commune::testing {

std::string promtool_says(const std::string& page) {
  const auto file =
      std::filesystem::temp_directory_path() /
      ("promtool." + std::to_string(::testing::UnitTest::GetInstance()->random_seed()) +
       std::to_string(std::hash<std::string>{}(page)) + ".prom");
  std::ofstream(file) << page;
  const std::string command = "promtool check metrics < " + file.string() + " 2>&1";
  std::string said;
  FILE* pipe = popen(command.c_str(), "r");
  if (!pipe) return "promtool does not start";
  char line[512];
  while (std::fgets(line, sizeof line, pipe))
    said += line;
  const int status = pclose(pipe);
  std::filesystem::remove(file);
  return status == 0 ? said : said + "(exit status " + std::to_string(status) + ")";
}

bool promtool_is_there() {
  return std::system("command -v promtool >/dev/null 2>&1") == 0;
}

}  // namespace commune::testing
