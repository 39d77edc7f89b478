#include "agent/settings/sections/history_section.hpp"

#include <string>

#include "tests/agent/settings/configuration.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::settings {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string with_history(const std::string& lines) {
  return std::string(kSmallest) + "[history]\n" + lines + "\n";
}

std::vector<std::string> history_errors(const std::string& lines) {
  return LoadedText(with_history(lines)).errors();
}

TEST(HistorySection, keeps_three_years_in_the_state_directory_by_default) {
  for (const std::string& text : {std::string(kSmallest), with_history("")}) {
    const LoadedText loaded(text);
    ASSERT_THAT(loaded.errors(), IsEmpty());
    const history::Options& history = loaded.result->history;
    EXPECT_EQ(history.directory, loaded.directory.path() + "/state");
    EXPECT_EQ(history.retention, std::chrono::hours(24 * 1100));
    EXPECT_EQ(history.quota_bytes, 256U << 20);
    EXPECT_EQ(history.commit_interval, Milliseconds(5'000));
  }
}

TEST(HistorySection, is_read) {
  const LoadedText loaded(
      with_history("retention = \"30d\"\nquota = \"64MiB\"\ncommit_interval = \"1m\""));
  ASSERT_THAT(loaded.errors(), IsEmpty());
  EXPECT_EQ(loaded.result->history.retention, std::chrono::hours(24 * 30));
  EXPECT_EQ(loaded.result->history.quota_bytes, 64U << 20);
  EXPECT_EQ(loaded.result->history.commit_interval, Milliseconds(60'000));
}

TEST(HistorySection, goes_to_the_usual_place_without_a_state_directory) {
  const LoadedText loaded(smallest_with("state_dir = \"state\"\n", ""));
  ASSERT_THAT(loaded.errors(), IsEmpty());
  EXPECT_EQ(loaded.result->history.directory, "/var/lib/commune-agent");
}

TEST(HistorySection, accepts_the_smallest_and_the_largest_values) {
  EXPECT_THAT(history_errors("retention = \"1d\"\nquota = \"4MiB\"\ncommit_interval = \"1s\""),
              IsEmpty());
  EXPECT_THAT(history_errors("retention = \"36500d\"\nquota = \"8TiB\"\ncommit_interval = \"60s\""),
              IsEmpty());
}

TEST(HistorySection, values_out_of_range_are_reported) {
  EXPECT_THAT(history_errors("retention = \"23h\"\nquota = \"4MB\"\ncommit_interval = \"500ms\""),
              ElementsAre("c.toml:38:13: retention is 23h; it must be from 1d to 36500d",
                          "c.toml:39:9: quota is 4MB; it must be at least 4MiB",
                          "c.toml:40:19: commit_interval is 500ms; it must be from 1s to 1m"));
  EXPECT_THAT(history_errors("retention = \"36501d\"\ncommit_interval = \"61s\""),
              ElementsAre("c.toml:38:13: retention is 36501d; it must be from 1d to 36500d",
                          "c.toml:39:19: commit_interval is 61s; it must be from 1s to 1m"));
}

TEST(HistorySection, mistakes_are_reported_with_their_place) {
  EXPECT_THAT(
      history_errors("retention = 30\nquota = 64\nquotas = \"64MiB\""),
      ElementsAre("c.toml:38:13: retention is a whole number; it must be a duration such as "
                  "\"30s\" (units: ms, s, m, h, d)",
                  "c.toml:39:9: quota is a whole number; it must be a size such as \"64MiB\"",
                  "c.toml:40:1: unknown key \"quotas\" in history (did you mean \"quota\"?)"));
  EXPECT_THAT(history_errors("quota = \"64mb\""),
              ElementsAre("c.toml:38:9: quota \"64mb\" is not a size such as \"64MiB\""));
  EXPECT_THAT(LoadedText("history = 1\n" + std::string(kSmallest)).errors(),
              ElementsAre("c.toml:1:11: history is a whole number; it must be a table"));
}

}  // namespace
}  // namespace commune::settings
