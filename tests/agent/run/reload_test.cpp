// A reload is a transaction: all or nothing, together where parts must agree, answered in any case.
#include "agent/run/reload.hpp"

#include <atomic>
#include <future>
#include <stdexcept>
#include <thread>

#include "tests/agent/run/recorded_part.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::RecordedPart;
using ::testing::SizeIs;
using Turn = Part::Turn;

class ReloadTest : public ::testing::Test {
 protected:
  ReloadTest() {
    loop_.start_thread("main");
    reload_.start();
  }
  ~ReloadTest() override {
    reload_.stop();
    loop_.stop();
  }

  RecordedPart& add(const std::string& name, Turn turn = Turn::afterwards) {
    return parts_.add<RecordedPart>(name, log_, turn);
  }

  RecordedPart::Log log_;
  Parts parts_;
  EventLoop loop_;
  std::function<ResultOrErrors<Configuration>()> load_ = [] {
    return testing::empty_configuration();
  };
  std::atomic<int> loads_ = 0, observed_ = 0;
  Reload reload_{[this] {
                   ++loads_;
                   return load_();
                 },
                 parts_, loop_, [this](const ReloadOutcome&) { ++observed_; }};
};

TEST_F(ReloadTest, changes_nothing_when_one_part_rejects_it) {
  add("inventory", Turn::together);
  add("web").on_check = [] { return Result<void>(fail("key.pem", "is not the key of cert.pem")); };
  add("capture");
  const auto outcome = reload_.run();
  EXPECT_FALSE(outcome.accepted());
  EXPECT_EQ(to_text(outcome),
            "new configuration rejected; still running with the old one:\n"
            "key.pem: is not the key of cert.pem\n");
  EXPECT_THAT(log_, ElementsAre("check inventory", "check web", "check capture"));
  EXPECT_EQ(observed_, 1);
}

TEST_F(ReloadTest, changes_nothing_when_the_files_have_mistakes) {
  add("inventory", Turn::together);
  load_ = []() -> ResultOrErrors<Configuration> {
    return tl::unexpected(std::vector<Error>{{"c.toml:1:1", "first"}, {"c.toml:2:1", "second"}});
  };
  EXPECT_EQ(to_text(reload_.run()),
            "new configuration rejected; still running with the old one:\n"
            "c.toml:1:1: first\nc.toml:2:1: second\n");
  EXPECT_THAT(log_, IsEmpty());
}

TEST_F(ReloadTest, is_answered_when_reading_the_files_throws) {
  load_ = []() -> ResultOrErrors<Configuration> { throw std::bad_alloc(); };
  const auto outcome = reload_.run();
  ASSERT_THAT(outcome.mistakes, SizeIs(1));
  EXPECT_EQ(outcome.mistakes[0].message(), "std::bad_alloc");
}

TEST_F(ReloadTest, changes_parts_that_must_agree_in_one_handler_of_the_main_loop) {
  // Between the two, a handler that is already waiting would see one of them swapped alone.
  std::vector<std::string> seen;
  std::thread::id first, second;
  auto& inventory = add("inventory", Turn::together);
  add("history");
  auto& coverage = add("coverage", Turn::together);
  inventory.on_use = [&] {
    first = std::this_thread::get_id();
    loop_.post([&] { seen = log_; });
    return Result<void>();
  };
  coverage.on_use = [&] {
    second = std::this_thread::get_id();
    return Result<void>();
  };
  EXPECT_TRUE(reload_.run().accepted());
  std::promise<std::thread::id> loop_thread;
  loop_.post([&] { loop_thread.set_value(std::this_thread::get_id()); });
  EXPECT_EQ(first, loop_thread.get_future().get());
  EXPECT_EQ(second, first);
  EXPECT_THAT(seen, ::testing::Contains("use coverage"));
  EXPECT_THAT(log_, ElementsAre("check inventory", "check history", "check coverage",
                                "use inventory", "use coverage", "use history"));
}

TEST_F(ReloadTest, names_settings_that_need_a_restart_and_parts_with_old_settings) {
  add("web").restart_settings = {"[agent.web] listen"};
  add("remote_write").on_use = [] { return Result<void>(fail("queue", "of a newer agent")); };
  EXPECT_EQ(to_text(reload_.run()),
            "configuration reloaded: 0 devices\n"
            "[agent.web] listen takes effect after a restart\n"
            "still running with the old settings:\n"
            "queue: of a newer agent\n");
}

TEST_F(ReloadTest, answers_requests_during_a_reload_by_one_more_reload) {
  std::promise<void> loading, go_on;
  const auto may_go_on = go_on.get_future().share();
  load_ = [&]() -> ResultOrErrors<Configuration> {
    if (loads_ == 1) {
      loading.set_value();
      may_go_on.wait();
    }
    return testing::empty_configuration();
  };
  reload_.request();
  loading.get_future().wait();
  std::vector<std::promise<void>> answers(3);
  for (auto& answer : answers)
    reload_.request([&answer](const ReloadOutcome&) { answer.set_value(); });
  go_on.set_value();
  for (auto& answer : answers)
    answer.get_future().wait();
  EXPECT_EQ(loads_, 2);
}

TEST_F(ReloadTest, ends_before_the_agent_does_and_none_begins_after_it) {
  add("history");
  std::promise<void> loading, go_on;
  const auto may_go_on = go_on.get_future().share();
  load_ = [&]() -> ResultOrErrors<Configuration> {
    loading.set_value();
    may_go_on.wait();
    return testing::empty_configuration();
  };
  reload_.request();
  loading.get_future().wait();
  std::promise<RecordedPart::Log> finished;
  reload_.finish([&] { finished.set_value(log_); });
  const auto late = reload_.run();
  EXPECT_THAT(late.mistakes.at(0).message(), HasSubstr("stopping"));
  go_on.set_value();
  EXPECT_THAT(finished.get_future().get(), ElementsAre("check history", "use history"));
}

}  // namespace
}  // namespace commune
