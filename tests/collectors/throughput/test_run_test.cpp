#include "collectors/throughput/test_run.hpp"

#include "tests/agent/settings/temporary_directory.hpp"
#include "tests/collectors/throughput/samples.hpp"
#include "tests/collectors/throughput/small_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commune::throughput {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

/// An interface on which others move so many bytes in each second.
class Line final : public LineCounters {
 public:
  explicit Line(std::uint64_t per_second = 0) : per_second_(per_second) {}

  Result<LineCount> read(const std::string& interface) const override {
    if (interface != "eth0") return fail("interface " + interface, "there is none of this name");
    return LineCount{1'000 + per_second_ * passed_, 0};
  }
  Result<std::string> default_interface() const override { return "eth0"; }

  void second() { ++passed_; }

 private:
  std::uint64_t per_second_, passed_ = 0;
};

/// A day of its own: waiting costs no time.
class ThroughputRun : public testing::Test {
 protected:
  RunReport run(const SpeedTest& test, Line& line, RunPlan plan = {}) {
    Dependencies dependencies{file_, calendar(), line, {}, {}, {}, {}};
    dependencies.now = [&] { return Moment{now_, mono_}; };
    dependencies.wait = [&](Milliseconds duration) {
      now_ += duration;
      mono_ += duration;
      waited_ += duration;
      line.second();
      return !stopping_;
    };
    dependencies.stopping = [&] { return stopping_; };
    return run_test(test, plan, dependencies);
  }

  static SpeedTest from(const SmallServer& server) {
    SpeedTest test = speed_test();
    test.download_url = server.url();
    test.upload_url.clear();
    return test;
  }

  std::uint64_t used() {
    std::string damage;
    const LedgerTime now = std::chrono::floor<Milliseconds>(now_);
    return file_.read(now, calendar(), damage).value().used_day(speed_test(), now);
  }

  settings::TemporaryDirectory directory_;
  AccountFile file_{directory_.path()};
  WallTime now_ = at("2026-11-25T13:15");
  MonoTime mono_{1h};
  Milliseconds waited_{0};
  bool stopping_ = false;
};

TEST_F(ThroughputRun, waits_for_ten_quiet_seconds_first) {
  const SmallServer server(Manner::refusing);
  Line line;
  const RunReport report = run(from(server), line);
  EXPECT_EQ(waited_, 10s);
  EXPECT_EQ(report.begin, at("2026-11-25T13:15:10"));
  EXPECT_EQ(report.measured.why, "the server answered 503");
}

TEST_F(ThroughputRun, does_not_wait_when_it_may_ignore_other_traffic) {
  const SmallServer server(Manner::refusing);
  Line line(1'000'000);
  EXPECT_EQ(run(from(server), line, {0ms, false, {}}).measured.ending, Ending::failed);
  EXPECT_EQ(waited_, 0s);
}

TEST_F(ThroughputRun, is_skipped_when_the_line_is_busy_for_longer_than_its_patience) {
  Line line(1'000'000);
  const RunReport report = run(speed_test(), line, {5min, true, {}});
  EXPECT_EQ(report.measured.ending, Ending::skipped);
  EXPECT_EQ(report.measured.why, "eth0 was busy all the time, lastly with 8.00 Mbit/s");
  EXPECT_EQ(waited_, 5min + 10s);
  EXPECT_EQ(used(), 0U);
}

TEST_F(ThroughputRun, is_skipped_with_the_reason_when_the_interface_is_not_there) {
  SpeedTest test = speed_test();
  test.interface = "eth7";
  Line line;
  const RunReport report = run(test, line);
  EXPECT_EQ(report.measured.ending, Ending::skipped);
  EXPECT_EQ(report.measured.why, "interface eth7: there is none of this name");
}

TEST_F(ThroughputRun, gives_back_what_was_reserved_and_not_used) {
  const SmallServer server(Manner::hangs_up);
  Line line;
  const RunReport report = run(from(server), line);
  EXPECT_EQ(report.measured.ending, Ending::failed);
  EXPECT_EQ(used(), report.measured.used);
  EXPECT_LT(used(), 5'000'000U);
}

TEST_F(ThroughputRun, remembers_its_attempt) {
  const SmallServer server(Manner::refusing);
  Line line;
  run(from(server), line, {0ms, true, at("2026-11-25T13:00")});
  std::string damage;
  const auto account = file_.read(at("2026-11-25T13:16"), calendar(), damage);
  EXPECT_EQ(account->find("fibre")->past, (Past{std::nullopt, at("2026-11-25T13:15:10"), 1}));
}

TEST_F(ThroughputRun, does_not_begin_without_a_budget) {
  const SmallServer server(Manner::endless);
  SpeedTest test = from(server);
  test.budget_day = 0;
  Line line;
  const RunReport report = run(test, line);
  EXPECT_EQ(report.measured.ending, Ending::budget);
  EXPECT_EQ(report.measured.why, "0 bytes of the budget are left");
  EXPECT_EQ(server.requests(), 0);
}

TEST_F(ThroughputRun, does_not_begin_with_a_clock_that_is_wrong) {
  const SmallServer server(Manner::endless);
  Line line;
  ASSERT_TRUE(file_.write(Account(), at("2026-11-25T13:20")));
  const RunReport report = run(from(server), line);
  EXPECT_EQ(report.measured.ending, Ending::skipped);
  EXPECT_THAT(report.measured.why, HasSubstr("the day of the budget is unknown"));
  now_ = WallTime(1h);
  EXPECT_EQ(run(from(server), line).measured.ending, Ending::skipped);
  EXPECT_EQ(server.requests(), 0);
}

TEST_F(ThroughputRun, does_not_begin_while_another_is_under_way) {
  const SmallServer server(Manner::endless);
  Line line;
  const auto other = file_.lock();
  const RunReport report = run(from(server), line);
  EXPECT_EQ(report.measured.ending, Ending::skipped);
  EXPECT_THAT(report.measured.why, HasSubstr("another throughput test of this machine"));
  EXPECT_EQ(server.requests(), 0);
}

TEST_F(ThroughputRun, does_not_begin_when_the_reservation_cannot_be_written) {
  const SmallServer server(Manner::endless);
  Line line;
  std::filesystem::create_directory(file_.path() + ".new");
  const RunReport report = run(from(server), line);
  EXPECT_EQ(report.measured.ending, Ending::failed);
  EXPECT_THAT(report.measured.why, HasSubstr("nothing is spent without an account"));
  EXPECT_EQ(server.requests(), 0);
}

TEST_F(ThroughputRun, does_not_begin_with_a_damaged_account) {
  const SmallServer server(Manner::endless);
  directory_.write("throughput-budget", "nonsense");
  Line line;
  EXPECT_EQ(run(from(server), line).measured.ending, Ending::budget);
  EXPECT_EQ(server.requests(), 0);
}

TEST_F(ThroughputRun, ends_while_it_waits_for_an_idle_line) {
  Line line(1'000'000);
  stopping_ = true;
  EXPECT_EQ(run(speed_test(), line, {5min, true, {}}).measured.ending, Ending::stopped);
  EXPECT_EQ(waited_, 1s);
}

}  // namespace
}  // namespace commune::throughput
