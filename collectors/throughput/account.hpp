// The account of the tests: bytes spent, last results and attempts, which must survive a restart.
// Pure; account_file.hpp keeps it on disk.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "collectors/throughput/options.hpp"
#include "core/model/result.hpp"
#include "core/time/calendar.hpp"

namespace commune::throughput {

/// Bytes spent in the day and the month with these ends; at a later moment nothing is spent.
struct Spending {
  LedgerTime day_end{}, month_end{};
  std::uint64_t day = 0, month = 0;

  friend bool operator==(const Spending&, const Spending&) = default;
};

/// Past runs, for the schedule.
struct Past {
  std::optional<LedgerTime> done;     ///< Start of the last run with a result.
  std::optional<LedgerTime> attempt;  ///< Start of the last run without a result.
  int attempts = 0;                   ///< Runs without a result in the window of the last one.

  friend bool operator==(const Past&, const Past&) = default;
};

/// A valid result.
struct Found {
  LedgerTime at{};                                          ///< End of the run.
  std::array<std::optional<double>, kDirectionCount> rate;  ///< Bytes a second.
  std::optional<double> idle_seconds;                       ///< Median round trips.
  std::array<std::optional<double>, kDirectionCount> loaded_seconds;

  friend bool operator==(const Found&, const Found&) = default;
};

struct TestAccount {
  Spending spent;
  Past past;
  std::optional<Found> found;

  friend bool operator==(const TestAccount&, const TestAccount&) = default;
};

/// Includes tests that are no longer configured, as they may come back within the month.
class Account {
 public:
  /// An account whose budgets are all used up until `time`, for when the bytes spent are unknown.
  static Account exhausted_until(LedgerTime time);

  /// Bytes that the test may still move at `now`.
  std::uint64_t left(const SpeedTest& test, LedgerTime now) const;

  /// Counts `bytes` as spent in advance.
  void reserve(const SpeedTest& test, std::uint64_t bytes, LedgerTime now,
               const Calendar& calendar);

  /// Gives back `reserved` bytes without the `used` ones.
  void settle(const SpeedTest& test, std::uint64_t reserved, std::uint64_t used);

  /// In the day and the month of `now`.
  std::uint64_t used_day(const SpeedTest& test, LedgerTime now) const;
  std::uint64_t used_month(const SpeedTest& test, LedgerTime now) const;

  TestAccount& of(const std::string& test) { return tests_[test]; }
  const TestAccount* find(const std::string& test) const;

  /// No run was before this: a clock with an earlier time is wrong.
  LedgerTime written_at() const { return written_at_; }

  /// With a checksum, as a memory card may flip bits.
  std::string to_text(LedgerTime written_at) const;
  static Result<Account> parse(const std::string& text);

  friend bool operator==(const Account&, const Account&) = default;

 private:
  LedgerTime written_at_{}, exhausted_until_{};
  std::map<std::string, TestAccount> tests_;
};

/// Whether the clock is plausible: neither in 1970 nor before the account was last written.
bool is_credible(LedgerTime now, const Account& account);

}  // namespace commune::throughput
