// When a test runs next. Pure: windows, how often, what was before, and now.
#pragma once

#include <optional>
#include <string>

#include "collectors/throughput/account.hpp"

namespace commune::throughput {

/// Where in its windows a test is placed, each from 0 up to 1.
struct Place {
  double own = 0;     ///< Always the same for one gateway's test, so that gateways do not meet.
  double chance = 0;  ///< Another one for every run.

  friend bool operator==(const Place&, const Place&) = default;
};
double own_place(const std::string& vantage, const std::string& test);

struct Start {
  LedgerTime at{};
  LedgerTime window{};  ///< Begin of the window that it lies in.
  LedgerTime latest{};  ///< Until then it may wait for the line to be idle.

  friend bool operator==(const Start&, const Start&) = default;
};

/// From the first look at the line to the last byte.
Milliseconds longest_run(const SpeedTest& test);

inline constexpr int kMostAttempts = 3;

/// The first start that is not before `now`. Missed windows are not made up for. A run that found
/// nothing is tried again ten to fifteen minutes later, kMostAttempts times in one window. No run
/// crosses midnight: each belongs to the budget of one day. Empty when there is no window.
std::optional<Start> next_start(const SpeedTest& test, const Past& past, Place place,
                                const Calendar& calendar, LedgerTime now);

/// Keeps to a start once it is found: a late one is so long after `now`, and asked for again and
/// again it would never come. Not thread-safe.
class Appointment {
 public:
  /// As next_start(); another start only when what it was found for has changed, it was missed, or
  /// the clock was set back.
  std::optional<Start> next(const SpeedTest& test, const Past& past, Place place,
                            const Calendar& calendar, LedgerTime now);

 private:
  struct Kept {
    SpeedTest test;
    Past past;
    Place place;
    LedgerTime asked{};
    Start start;
  };
  std::optional<Kept> kept_;
};

}  // namespace commune::throughput
