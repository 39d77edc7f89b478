#include "core/model/at_start.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Options {
  AtStart<std::string> listen = "127.0.0.1:1";
  AtStart<int> threads = 2;
  int limit = 10;

  static constexpr auto kStartSettings = std::tuple(StartSetting("listen", &Options::listen),
                                                    StartSetting("threads", &Options::threads));
};

TEST(AtStart, names_the_settings_that_need_a_restart_and_no_others) {
  Options running, next;
  next.limit = 20;
  EXPECT_THAT(changed_start_settings(running, next), IsEmpty());
  next.threads = 3;
  EXPECT_THAT(changed_start_settings(running, next), ElementsAre("threads"));
  next.listen = std::string("[::1]:1");
  EXPECT_THAT(changed_start_settings(running, next), ElementsAre("listen", "threads"));
}

TEST(AtStart, keeps_them_while_the_others_change) {
  Options running, next;
  next.listen = "[::1]:1";
  next.threads = 3;
  next.limit = 20;
  const Options kept = keep_start_settings(running, next);
  EXPECT_EQ(*kept.listen, "127.0.0.1:1");
  EXPECT_EQ(*kept.threads, 2);
  EXPECT_EQ(kept.limit, 20);
}

}  // namespace
}  // namespace commune
