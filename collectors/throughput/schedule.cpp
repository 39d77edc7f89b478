#include "collectors/throughput/schedule.hpp"

#include <algorithm>

#include "core/time/spread.hpp"

namespace commune::throughput {
namespace {

using std::chrono::minutes;

constexpr Milliseconds kBetweenAttempts = minutes(10);
constexpr Milliseconds kLateStart = minutes(10);
// The longest interval is 31 days.
constexpr int kDaysAhead = 34;
// Connecting, and the round trips before the first byte.
constexpr Milliseconds kAroundRun{30'000};

Milliseconds part(double share, Milliseconds whole) {
  return Milliseconds(static_cast<std::int64_t>(share * static_cast<double>(whole.count())));
}

/// One day's window.
struct Occurrence {
  LedgerTime begin, end, latest;
};

std::optional<LedgerTime> again_after(const Past& past, const Occurrence& window, Place place,
                                      bool& exhausted) {
  const bool tried = past.attempts > 0 && past.attempt && *past.attempt >= window.begin &&
                     *past.attempt < window.end && (!past.done || *past.done < *past.attempt);
  if (!tried) return std::nullopt;
  exhausted = past.attempts >= kMostAttempts;
  return *past.attempt + kBetweenAttempts + part(place.chance, kBetweenAttempts / 2);
}

/// Its regular place in the window.
LedgerTime regular(const SpeedTest& test, const Past& past, const Occurrence& window, Place place,
                   LedgerTime now) {
  // A run in the future was dated by a wrong clock.
  const bool known = past.done.has_value() && *past.done <= now;
  const LedgerTime done = past.done.value_or(LedgerTime{});
  const Milliseconds length = window.end - window.begin, room = window.latest - window.begin;
  if (test.interval < length) {
    const LedgerTime first = window.begin + part(place.own, std::min(room, test.interval));
    if (!known) return first;
    return std::max(first, done + test.interval + part(place.chance, test.interval / 10));
  }
  const LedgerTime first = window.begin + part(0.8 * place.own + 0.2 * place.chance, room);
  if (!known) return first;
  // A late run in one window does not push later runs out of their windows.
  return std::max(first, done + test.interval - std::min(length, test.interval / 2));
}

std::optional<LedgerTime> start_in(const SpeedTest& test, const Past& past,
                                   const Occurrence& window, Place place, const Calendar& calendar,
                                   LedgerTime now) {
  if (window.latest < window.begin || window.latest <= now) return std::nullopt;
  bool exhausted = false;
  LedgerTime at =
      again_after(past, window, place, exhausted).value_or(regular(test, past, window, place, now));
  if (exhausted) return std::nullopt;
  // Spreads gateways that get their power back at the same time, and leaves each time to wait for
  // an idle line.
  if (at < now) at = now + part(place.chance, std::min(kLateStart, (window.latest - now) / 2));
  const LedgerTime midnight = calendar.next(Period::day, at);
  if (at + longest_run(test) > midnight) at = midnight;
  if (at > window.latest) return std::nullopt;
  return at;
}

}  // namespace

double own_place(const std::string& vantage, const std::string& test) {
  static constexpr Milliseconds kWhole{1'000'000};
  return static_cast<double>(spread_offset(vantage + "/" + test, kWhole).count()) /
         static_cast<double>(kWhole.count());
}

Milliseconds longest_run(const SpeedTest& test) {
  const int directions = test.measures(Direction::download) + test.measures(Direction::upload);
  return kAroundRun + directions * test.duration;
}

std::optional<Start> next_start(const SpeedTest& test, const Past& past, Place place,
                                const Calendar& calendar, LedgerTime now) {
  std::optional<Start> next;
  // Yesterday's windows may last until today.
  LedgerTime day = calendar.start_of(Period::day, now);
  day = calendar.start_of(Period::day, day - Milliseconds(1));
  for (int i = 0; i < kDaysAhead; ++i, day = calendar.next(Period::day, day))
    for (const Window& each : test.windows) {
      const Occurrence window{day + each.begin, day + each.begin + each.length(),
                              day + each.begin + each.length() - longest_run(test)};
      const auto at = start_in(test, past, window, place, calendar, now);
      if (at && (!next || *at < next->at)) next = Start{*at, window.begin, window.latest};
    }
  return next;
}

std::optional<Start> Appointment::next(const SpeedTest& test, const Past& past, Place place,
                                       const Calendar& calendar, LedgerTime now) {
  const bool holds = kept_ && kept_->test == test && kept_->past == past && kept_->place == place &&
                     kept_->asked <= now && now <= kept_->start.latest;
  if (holds) return kept_->start;
  kept_.reset();
  const auto start = next_start(test, past, place, calendar, now);
  if (start) kept_ = Kept{test, past, place, now, *start};
  return start;
}

}  // namespace commune::throughput
