#include "core/time/spread.hpp"

#include <array>
#include <string>

#include <gtest/gtest.h>

namespace commune {
namespace {

using namespace std::chrono_literals;

TEST(Spread, gives_the_same_target_the_same_place) {
  EXPECT_EQ(spread_offset("ap-7", 30s), spread_offset("ap-7", 30s));
  EXPECT_LT(spread_offset("ap-7", 30s), 30s);
  EXPECT_EQ(spread_offset("ap-7", 0ms), 0ms);
}

TEST(Spread, fills_the_interval_evenly) {
  std::array<int, 10> tenths{};
  for (int i = 0; i < 1000; ++i)
    ++tenths[static_cast<std::size_t>(spread_offset("ap-" + std::to_string(i), 1000ms) / 100ms)];
  for (const int count : tenths) {
    EXPECT_GT(count, 60);
    EXPECT_LT(count, 140);
  }
}

TEST(NextPoll, keeps_to_the_grid_and_skips_what_was_missed) {
  const MonoTime epoch{100s};
  EXPECT_EQ(next_poll(epoch, 5s, 30s, epoch), epoch + 5s);
  EXPECT_EQ(next_poll(epoch, 5s, 30s, epoch + 5s), epoch + 35s);
  EXPECT_EQ(next_poll(epoch, 5s, 30s, epoch + 10min), epoch + 605s);
}

}  // namespace
}  // namespace commune
