// What tests have spent of their budgets, what they last found, and what was tried: all that is to
// survive a restart. Pure; account_file.hpp keeps it on disk.
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

/// Bytes that were spent in the day and the month that end then; a later moment has spent nothing.
struct Spending {
  LedgerTime day_end{}, month_end{};
  std::uint64_t day = 0, month = 0;

  friend bool operator==(const Spending&, const Spending&) = default;
};

/// What the schedule goes by.
struct Past {
  std::optional<LedgerTime> done;     ///< Begin of the last run that found something.
  std::optional<LedgerTime> attempt;  ///< Begin of the last run that did not.
  int attempts = 0;                   ///< Such runs in the window of the last one.

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

/// Of all tests, also of those that the configuration no longer has: they may come back within the
/// month.
class Account {
 public:
  /// Nothing is left of any budget before `time`: for when nobody knows what was spent.
  static Account exhausted_until(LedgerTime time);

  /// Bytes that the test may still move at `now`.
  std::uint64_t left(const SpeedTest& test, LedgerTime now) const;

  /// Counts `bytes` as spent before they are.
  void reserve(const SpeedTest& test, std::uint64_t bytes, LedgerTime now,
               const Calendar& calendar);

  /// Of `reserved` bytes `used` were spent; the rest is given back.
  void settle(const SpeedTest& test, std::uint64_t reserved, std::uint64_t used);

  /// Of the day and the month that hold `now`.
  std::uint64_t used_day(const SpeedTest& test, LedgerTime now) const;
  std::uint64_t used_month(const SpeedTest& test, LedgerTime now) const;

  TestAccount& of(const std::string& test) { return tests_[test]; }
  const TestAccount* find(const std::string& test) const;

  /// Before it no run can have been: a clock that says less is wrong.
  LedgerTime written_at() const { return written_at_; }

  /// With a checksum, for a card may flip bits.
  std::string to_text(LedgerTime written_at) const;
  static Result<Account> parse(const std::string& text);

  friend bool operator==(const Account&, const Account&) = default;

 private:
  LedgerTime written_at_{}, exhausted_until_{};
  std::map<std::string, TestAccount> tests_;
};

/// Whether days and months can be told: neither 1970 nor before the account was last written.
bool is_credible(LedgerTime now, const Account& account);

}  // namespace commune::throughput
