#include "exporters/notify/night.hpp"

#include <cstdlib>

namespace commune::notify {
namespace {

constexpr std::chrono::minutes kDay{24 * 60};

/// By the clock on the wall, so that a change of it moves the night too.
std::chrono::minutes minute_of_day(const Calendar& calendar, LedgerTime time) {
  const std::string clock = calendar.clock_text(time);                 // "13:15"
  return std::chrono::hours(std::atoi(clock.substr(0, 2).c_str())) +   // NOLINT(cert-err34-c)
         std::chrono::minutes(std::atoi(clock.substr(3, 2).c_str()));  // NOLINT(cert-err34-c)
}

}  // namespace

bool is_night(const Night& night, const Calendar& calendar, LedgerTime now) {
  const auto minute = minute_of_day(calendar, now);
  if (night.from <= night.until) return minute >= night.from && minute < night.until;
  return minute >= night.from || minute < night.until;
}

LedgerTime awake_since(const std::optional<Night>& night, const Calendar& calendar,
                       LedgerTime written, bool critical) {
  if (critical || !night || !is_night(*night, calendar, written)) return written;
  const auto left = (night->until - minute_of_day(calendar, written) + kDay) % kDay;
  return written + left;
}

}  // namespace commune::notify
