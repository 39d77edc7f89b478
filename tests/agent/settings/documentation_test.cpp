// docs/configuration.md and the code know the same keys. The page's form: a heading that is the
// table's name alone, as in "## [[site]]" or "### agent.web", then a Markdown table whose first
// column holds the keys.
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>
#include <string_view>

#include "agent/settings/settings_reader.hpp"
#include "tests/agent/settings/configuration.hpp"

#include <gtest/gtest.h>

namespace commune::settings {
namespace {

std::string read_page() {
  std::ifstream in(COMMUNE_SOURCE_DIR "/docs/configuration.md");
  return {std::istreambuf_iterator<char>(in), {}};
}

bool is_path(std::string_view text) {
  return !text.empty() &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz_.") == std::string_view::npos;
}

// "defaults.snmp" of "## [defaults.snmp]"; empty for headings that name no table.
std::string table_of_heading(const std::string& line) {
  const auto begin = line.find_first_not_of("# [");
  if (begin == std::string::npos) return {};
  const auto end = line.find(']', begin);
  const std::string name = line.substr(begin, end == std::string::npos ? end : end - begin);
  return is_path(name) ? name : std::string();
}

std::set<std::string> documented_keys(const std::string& page) {
  std::set<std::string> keys;
  std::string table;
  std::istringstream lines(page);
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind('#', 0) == 0) table = table_of_heading(line);
    if (table.empty() || line.rfind("| `", 0) != 0) continue;
    std::istringstream cell(line.substr(0, line.find('|', 1)));
    std::string outside, key;
    while (std::getline(cell, outside, '`') && std::getline(cell, key, '`'))
      keys.insert(std::string(table).append(1, '.').append(key));
  }
  return keys;
}

// A configuration that has a table of every kind: all keys the reader knows are asked for.
std::set<std::string> known_keys() {
  const std::string text =
      smallest_with("community = \"public\"", "community = { env = \"X\" }") +
      "icmp = {}\n[agent.traps]\n[agent.web.tls]\n[[agent.web.users]]\n"
      "[thresholds.fibre]\n[thresholds.wifi]\n[thresholds.mobile]\n[thresholds.internet]\n"
      "[thresholds.loudspeaker]\n[history]\n[[contact]]\n[[link]]\n[[maintenance]]\n"
      "[[probe]]\n[[capture]]\n[[capture.class]]\n[[throughput_test]]\n"
      "[[remote_write]]\n[remote_write.tls]\n[remote_write.credentials]\n"
      "[notify]\n[notify.web.tls]\n[[notify.channel]]\n";
  std::string with_web_table = text;
  const std::string web = "web = { listen = \"127.0.0.1:10077\" }\n";
  with_web_table.erase(with_web_table.find(web), web.size());
  const std::vector<Value> files = {parse_toml(with_web_table, "c.toml").value()};
  Findings findings;
  read_settings(files, findings);
  // Keys that name a table have a heading, not a row.
  std::set<std::string> keys;
  for (const std::string& key : findings.keys()) {
    const auto next = findings.keys().lower_bound(key + ".");
    const bool table = next != findings.keys().end() && next->rfind(key + ".", 0) == 0;
    if (!table && key != "secret") keys.insert(key);
  }
  return keys;
}

TEST(ConfigurationPage, the_page_has_exactly_the_keys_of_the_code) {
  const auto documented = documented_keys(read_page());
  const auto known = known_keys();
  EXPECT_GT(known.size(), 80U);
  for (const auto& key : known)
    EXPECT_TRUE(documented.contains(key)) << key << " is not on the page";
  for (const auto& key : documented)
    EXPECT_TRUE(known.contains(key)) << key << " is on the page, but the code does not know it";
}

TEST(ConfigurationPage, shows_the_smallest_configuration_that_loads) {
  EXPECT_NE(read_page().find("```toml\n" + std::string(kSmallest) + "```"), std::string::npos);
}

}  // namespace
}  // namespace commune::settings
