#include "collectors/throughput/account.hpp"

#include <filesystem>
#include <map>
#include <random>
#include <string>

#include "collectors/throughput/account_file.hpp"
#include "collectors/throughput/schedule.hpp"
#include "collectors/throughput/test_run.hpp"
#include "tests/agent/settings/temporary_directory.hpp"
#include "tests/collectors/throughput/samples.hpp"

#include <gtest/gtest.h>

namespace commune::throughput {
namespace {

using namespace std::chrono_literals;
using settings::TemporaryDirectory;

Account after_text(const Account& account, LedgerTime now) {
  return Account::parse(account.to_text(now)).value();
}

TEST(Account, begins_with_the_whole_budget_of_the_day) {
  EXPECT_EQ(Account().left(speed_test(), at("2026-11-25T13:15")), 100'000'000U);
}

TEST(Account, counts_what_is_reserved_as_spent_and_takes_back_what_was_not_used) {
  Account account;
  const LedgerTime now = at("2026-11-25T13:15");
  account.reserve(speed_test(), 60'000'000, now, calendar());
  EXPECT_EQ(account.left(speed_test(), now), 40'000'000U);
  account.settle(speed_test(), 60'000'000, 10'000'000);
  EXPECT_EQ(account.left(speed_test(), now), 90'000'000U);
  EXPECT_EQ(account.used_month(speed_test(), now), 10'000'000U);
}

TEST(Account, a_crash_leaves_the_whole_reservation_spent) {
  Account account;
  const LedgerTime now = at("2026-11-25T13:15");
  account.reserve(speed_test(), 60'000'000, now, calendar());
  EXPECT_EQ(after_text(account, now).left(speed_test(), now), 40'000'000U);
}

TEST(Account, days_and_months_are_the_communes) {
  Account account;
  account.reserve(speed_test(), 100'000'000, at("2026-11-29T23:59"), calendar());
  EXPECT_EQ(account.left(speed_test(), at("2026-11-29T23:59:59")), 0U);
  EXPECT_EQ(account.left(speed_test(), at("2026-11-30T00:00")), 100'000'000U);
  EXPECT_EQ(account.used_month(speed_test(), at("2026-11-30T23:59")), 100'000'000U);
  EXPECT_EQ(account.used_month(speed_test(), at("2026-12-01T00:00")), 0U);
}

TEST(Account, a_month_ends_the_days_too) {
  SpeedTest test = speed_test();
  test.budget_month = 150'000'000;
  Account account;
  account.reserve(test, 100'000'000, at("2026-11-01T02:00"), calendar());
  EXPECT_EQ(account.left(test, at("2026-11-02T02:00")), 50'000'000U);
  account.reserve(test, 50'000'000, at("2026-11-02T02:00"), calendar());
  EXPECT_EQ(account.left(test, at("2026-11-03T02:00")), 0U);
  EXPECT_EQ(account.left(test, at("2026-12-01T02:00")), 100'000'000U);
}

TEST(Account, another_time_zone_does_not_restart_the_day) {
  const Calendar tokyo = Calendar::in("Asia/Tokyo").value();
  Account account;
  const LedgerTime evening = at("2026-11-25T22:30");
  account.reserve(speed_test(), 100'000'000, evening, calendar());
  account.reserve(speed_test(), 0, evening + 5min, tokyo);
  EXPECT_EQ(account.left(speed_test(), evening + 5min), 0U);
}

TEST(Account, each_test_has_its_own_budget) {
  SpeedTest other = speed_test();
  other.id = "lte";
  Account account;
  account.reserve(speed_test(), 100'000'000, at("2026-11-25T13:15"), calendar());
  EXPECT_EQ(account.left(other, at("2026-11-25T13:15")), 100'000'000U);
}

TEST(Account, a_budget_that_was_made_smaller_is_used_up_not_negative) {
  Account account;
  account.reserve(speed_test(), 90'000'000, at("2026-11-25T13:15"), calendar());
  SpeedTest smaller = speed_test();
  smaller.budget_day = 1'000'000;
  EXPECT_EQ(account.left(smaller, at("2026-11-25T13:15")), 0U);
}

TEST(Account, is_read_as_it_was_written) {
  Account account;
  const LedgerTime now = at("2026-11-25T13:15");
  account.reserve(speed_test(), 60'000'000, now, calendar());
  TestAccount& own = account.of("fibre");
  own.past = {now, now - 1h, 2};
  own.found = Found{now, {1.25e6, std::nullopt}, 0.0123, {0.045, std::nullopt}};
  const Account again = after_text(account, now);
  EXPECT_EQ(*again.find("fibre"), own);
  EXPECT_EQ(again.written_at(), now);
}

TEST(Account, every_flipped_bit_and_every_cut_is_found) {
  Account account;
  account.reserve(speed_test(), 60'000'000, at("2026-11-25T13:15"), calendar());
  const std::string text = account.to_text(at("2026-11-25T13:15"));
  for (std::size_t i = 0; i < text.size(); ++i) {
    EXPECT_FALSE(Account::parse(text.substr(0, i))) << i;
    for (int bit = 0; bit < 8; ++bit) {
      std::string broken = text;
      broken[i] = static_cast<char>(broken[i] ^ (1 << bit));
      EXPECT_FALSE(Account::parse(broken)) << i << " " << bit;
    }
  }
}

TEST(Account, distrusts_a_clock_from_1970_or_from_before_it_was_written) {
  const Account account = after_text(Account(), at("2026-11-25T13:15"));
  EXPECT_TRUE(is_credible(at("2026-11-25T13:15"), account));
  EXPECT_FALSE(is_credible(at("2026-11-25T13:14"), account));
  EXPECT_FALSE(is_credible(LedgerTime{}, Account()));
  EXPECT_FALSE(is_credible(at("2100-01-02"), Account()));
}

TEST(AccountFile, is_empty_before_the_first_test) {
  const TemporaryDirectory directory;
  std::string damage;
  const auto account =
      AccountFile(directory.path()).read(at("2026-11-25T13:15"), calendar(), damage);
  ASSERT_TRUE(account);
  EXPECT_EQ(*account, Account());
  EXPECT_EQ(damage, "");
}

TEST(AccountFile, gives_what_was_written_and_leaves_nothing_beside_it) {
  const TemporaryDirectory directory;
  const AccountFile file(directory.path());
  const LedgerTime now = at("2026-11-25T13:15");
  Account account;
  account.reserve(speed_test(), 60'000'000, now, calendar());
  ASSERT_TRUE(file.write(account, now));
  std::string damage;
  EXPECT_EQ(file.read(now, calendar(), damage)->left(speed_test(), now), 40'000'000U);
  EXPECT_FALSE(std::filesystem::exists(file.path() + ".new"));
}

TEST(AccountFile, that_is_damaged_leaves_no_budget_until_the_month_ends) {
  const TemporaryDirectory directory;
  directory.write("throughput-budget", "{}\nnonsense\n");
  const AccountFile file(directory.path());
  const LedgerTime now = at("2026-11-25T13:15");
  std::string damage;
  const auto account = file.read(now, calendar(), damage);
  ASSERT_TRUE(account);
  EXPECT_EQ(damage, "its checksum is wrong");
  EXPECT_EQ(account->left(speed_test(), now), 0U);
  EXPECT_EQ(account->left(speed_test(), at("2026-11-30T23:59")), 0U);
  EXPECT_EQ(account->left(speed_test(), at("2026-12-01T00:00")), 100'000'000U);
  EXPECT_EQ(after_text(*account, now).left(speed_test(), now), 0U);
}

TEST(AccountFile, that_cannot_be_read_or_written_is_an_error_with_its_place) {
  const TemporaryDirectory directory;
  std::filesystem::create_directory(directory.path() + "/throughput-budget");
  const AccountFile file(directory.path());
  std::string damage;
  const auto account = file.read(at("2026-11-25T13:15"), calendar(), damage);
  ASSERT_FALSE(account);
  EXPECT_EQ(account.error().message(), file.path() + ": Is a directory");
  EXPECT_FALSE(file.write(Account(), at("2026-11-25T13:15")));
  EXPECT_FALSE(AccountFile(directory.path() + "/none").write(Account(), at("2026-11-25")));
}

TEST(AccountFile, is_locked_by_one_at_a_time) {
  const TemporaryDirectory directory;
  const AccountFile file(directory.path());
  {
    const auto first = file.lock();
    ASSERT_TRUE(first);
    const auto second = file.lock();
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().message(), directory.path() +
                                            "/throughput-lock: another throughput test of this "
                                            "machine is under way");
  }
  EXPECT_TRUE(file.lock());
}

TEST(AccountFile, is_reserved_from_when_half_a_file_lies_beside_it) {
  const TemporaryDirectory directory;
  directory.write("throughput-budget.new", "half");
  const AccountFile file(directory.path());
  const LedgerTime now = at("2026-11-25T13:15");
  ASSERT_TRUE(file.write(Account(), now));
  std::string damage;
  EXPECT_EQ(file.read(now, calendar(), damage)->written_at(), now);
}

TEST(AfterARun, the_schedule_counts_attempts_in_one_window) {
  const LedgerTime window = at("2026-11-25T01:00"), first = at("2026-11-25T02:00");
  const Past once = after({}, Ending::yielded, first, window);
  EXPECT_EQ(once, (Past{std::nullopt, first, 1}));
  EXPECT_EQ(after(once, Ending::failed, first + 10min, window).attempts, 2);
  EXPECT_EQ(after(once, Ending::failed, first + 24h, window + 24h).attempts, 1);
  EXPECT_EQ(after(once, Ending::budget, first + 10min, window).attempts, kMostAttempts);
  EXPECT_EQ(after(once, Ending::done, first + 10min, window), (Past{first + 10min, first, 0}));
  EXPECT_EQ(after(once, Ending::limited, first + 10min, window), (Past{first + 10min, first, 0}));
  EXPECT_EQ(after(once, Ending::stopped, first + 10min, window), once);
}

/// An agent over months: it runs tests, is killed at any moment, its clock jumps. What passed on
/// the line is noted by the day and the month that the clock said.
class Life {
 public:
  explicit Life(unsigned seed) : random_(seed) {}

  void step() {
    if (chance(0.1)) now_ += hours(-72, 72);
    now_ += minutes(1, 600);
    const Account account = Account::parse(disk_).value();
    if (!is_credible(now_, account)) return;
    run(account);
  }

  void check() const {
    for (const auto& [day, bytes] : by_day_)
      EXPECT_LE(bytes, speed_test().budget_day) << calendar().text(day);
    for (const auto& [month, bytes] : by_month_)
      EXPECT_LE(bytes, speed_test().budget_month) << calendar().text(month);
  }
  std::uint64_t moved() const { return moved_; }

 private:
  bool chance(double share) {
    return std::uniform_real_distribution<double>(0, 1)(random_) < share;
  }
  std::uint64_t number(std::uint64_t least, std::uint64_t most) {
    return std::uniform_int_distribution<std::uint64_t>(least, most)(random_);
  }
  Milliseconds hours(int least, int most) {
    return std::chrono::hours(std::uniform_int_distribution<int>(least, most)(random_));
  }
  Milliseconds minutes(int least, int most) {
    return std::chrono::minutes(std::uniform_int_distribution<int>(least, most)(random_));
  }

  void run(Account account) {
    const SpeedTest test = speed_test();
    const std::uint64_t left = account.left(test, now_);
    if (left == 0) return;
    const std::uint64_t reserved = chance(0.3) ? left : number(1, left);
    account.reserve(test, reserved, now_, calendar());
    if (chance(0.1)) return;  // Killed before the disk had it: nothing was moved.
    disk_ = account.to_text(now_);
    const std::uint64_t used = chance(0.3) ? reserved : number(0, reserved);
    moved_ += used;
    by_day_[calendar().start_of(Period::day, now_)] += used;
    by_month_[calendar().start_of(Period::month, now_)] += used;
    if (chance(0.2)) return;  // Killed in the midst of it.
    account.settle(test, reserved, used);
    const LedgerTime end = now_ + (chance(0.05) ? hours(-72, 72) : Milliseconds(60'000));
    if (chance(0.9)) disk_ = account.to_text(std::max(end, now_));
    now_ = end;
  }

  std::mt19937_64 random_;
  LedgerTime now_ = at("2026-11-25T13:15");
  std::string disk_ = Account().to_text(LedgerTime{});
  std::map<LedgerTime, std::uint64_t> by_day_, by_month_;
  std::uint64_t moved_ = 0;
};

TEST(Budget, is_never_exceeded_whatever_is_killed_and_however_the_clock_jumps) {
  std::uint64_t moved = 0;
  for (unsigned seed = 0; seed < 40; ++seed) {
    Life life(seed);
    for (int i = 0; i < 500; ++i)
      life.step();
    life.check();
    moved += life.moved();
  }
  EXPECT_GT(moved, 40 * speed_test().budget_month);
}

}  // namespace
}  // namespace commune::throughput
