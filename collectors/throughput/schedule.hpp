// When a test runs next. Pure: depends on windows, interval, past runs and now.
#pragma once

#include <optional>
#include <string>

#include "collectors/throughput/account.hpp"

namespace commune::throughput {

/// Where in its windows a test is placed, each from 0 up to 1.
struct Place {
  double own = 0;     ///< Constant for one gateway's test, so that gateways do not run together.
  double chance = 0;  ///< New for every run.

  friend bool operator==(const Place&, const Place&) = default;
};
double own_place(const std::string& vantage, const std::string& test);

struct Start {
  LedgerTime at{};
  LedgerTime window{};  ///< Begin of its window.
  LedgerTime latest{};  ///< It may wait for an idle line until then.

  friend bool operator==(const Start&, const Start&) = default;
};

/// From the first look at the line to the last byte.
Milliseconds longest_run(const SpeedTest& test);

inline constexpr int kMostAttempts = 3;

/// The first start that is not before `now`. Missed windows are not made up for. A run without a
/// result is repeated ten to fifteen minutes later, kMostAttempts times in one window. No run
/// crosses midnight: each belongs to the budget of one day. Empty when there is no window.
std::optional<Start> next_start(const SpeedTest& test, const Past& past, Place place,
                                const Calendar& calendar, LedgerTime now);

/// Keeps a start once it is found: a late start is computed from `now`, so it would move on with
/// every call. Not thread-safe.
class Appointment {
 public:
  /// As next_start(), but a new start only when its inputs changed, it was missed, or the clock was
  /// set back.
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
