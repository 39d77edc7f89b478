#include "agent/settings/history_section.hpp"

#include "tests/agent/settings/configuration.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::settings {
namespace {

using testing::ElementsAre;

LoadedText with(std::string_view section) {
  return LoadedText(smallest_with("state_dir = \"state\"", "state_dir = \"state\"") +
                    std::string(section));
}

TEST(HistorySection, is_read_and_lies_in_the_state_directory) {
  const auto loaded =
      with("[history]\nretention = \"30d\"\nquota = \"16MiB\"\ncommit_interval = \"10s\"\n");
  ASSERT_THAT(loaded.errors(), testing::IsEmpty());
  const auto& history = loaded.result->history;
  EXPECT_EQ(history.directory, loaded.result->state_dir);
  EXPECT_EQ(history.retention, std::chrono::hours(30 * 24));
  EXPECT_EQ(history.quota_bytes, 16ULL << 20);
  EXPECT_EQ(history.commit_interval, std::chrono::seconds(10));
}

TEST(HistorySection, may_be_left_out) {
  const auto loaded = with("");
  EXPECT_EQ(loaded.result->history.retention, std::chrono::hours(1100 * 24));
  EXPECT_EQ(loaded.result->history.quota_bytes, 256ULL << 20);
  EXPECT_EQ(loaded.result->history.commit_interval, std::chrono::seconds(5));
}

TEST(HistorySection, a_quota_that_holds_nothing_is_an_error) {
  EXPECT_THAT(with("[history]\nquota = \"1MiB\"\n").errors(),
              ElementsAre(testing::EndsWith("quota is 1048576 bytes; it must be \"8MiB\" at "
                                            "least")));
}

}  // namespace
}  // namespace commune::settings
