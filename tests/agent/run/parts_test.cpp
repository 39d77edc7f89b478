// The table of parts: order, failures, and what needs a restart.
#include "agent/run/parts.hpp"

#include <stdexcept>

#include "tests/agent/run/recorded_part.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::RecordedPart;
using ::testing::SizeIs;

class PartsTest : public ::testing::Test {
 protected:
  RecordedPart& add(const std::string& name, Part::Turn turn = Part::Turn::afterwards) {
    return parts_.add<RecordedPart>(name, log_, turn);
  }

  RecordedPart::Log log_;
  Parts parts_;
  const Configuration next_ = testing::empty_configuration();
};

TEST_F(PartsTest, start_in_order_and_stop_in_reverse) {
  add("history");
  add("coverage");
  add("web");
  ASSERT_TRUE(parts_.start());
  parts_.stop();
  EXPECT_THAT(log_, ElementsAre("start history", "start coverage", "start web", "stop web",
                                "stop coverage", "stop history"));
}

TEST_F(PartsTest, are_stopped_when_a_later_one_cannot_start) {
  add("history");
  add("coverage");
  add("web").on_start = [] { return Result<void>(fail("127.0.0.1:1", "in use")); };
  add("snmp");
  const auto started = parts_.start();
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().message(), "127.0.0.1:1: in use");
  EXPECT_THAT(log_, ElementsAre("start history", "start coverage", "start web", "stop coverage",
                                "stop history"));
  parts_.stop();
  EXPECT_THAT(log_, SizeIs(5));
}

TEST_F(PartsTest, are_all_checked_and_every_mistake_is_returned) {
  add("snmp").on_check = [] { return Result<void>(fail("device ap-1", "unknown profile")); };
  add("capture");
  add("web").on_check = []() -> Result<void> { throw std::runtime_error("no memory"); };
  const auto mistakes = parts_.check(next_);
  ASSERT_THAT(mistakes, SizeIs(2));
  EXPECT_EQ(mistakes[0].message(), "device ap-1: unknown profile");
  EXPECT_EQ(mistakes[1].message(), "web: no memory");
  EXPECT_THAT(log_, ElementsAre("check snmp", "check capture", "check web"));
}

TEST_F(PartsTest, run_although_one_of_them_throws_which_is_counted) {
  add("inventory", Part::Turn::together);
  add("history").on_use = []() -> Result<void> { throw std::bad_alloc(); };
  add("capture");
  const auto failures = parts_.use(Part::Turn::afterwards, next_);
  ASSERT_THAT(failures, SizeIs(1));
  EXPECT_EQ(failures[0].message(), "history: std::bad_alloc");
  EXPECT_THAT(log_, ElementsAre("use history", "use capture"));
  const auto figures = parts_.figures();
  ASSERT_THAT(figures, SizeIs(3));
  EXPECT_EQ(figures[1].part, "history");
  EXPECT_EQ(figures[1].failures, 1U);
  EXPECT_EQ(figures[2].failures, 0U);
}

TEST_F(PartsTest, name_each_setting_that_needs_a_restart_once) {
  EXPECT_THAT(parts_.needs_restart(next_), IsEmpty());
  add("history").restart_settings = {"[agent] state_dir"};
  add("web").restart_settings = {"[agent.web] listen"};
  add("throughput").restart_settings = {"[agent] state_dir"};
  EXPECT_THAT(parts_.needs_restart(next_), ElementsAre("[agent] state_dir", "[agent.web] listen"));
}

}  // namespace
}  // namespace commune
