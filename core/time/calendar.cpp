#include "core/time/calendar.hpp"

#include <array>
#include <sstream>
#include <stdexcept>

#include "core/model/text.hpp"

#include <date/tz.h>

namespace commune {
namespace {

using std::chrono::hours;
using LocalTime = date::local_time<Milliseconds>;

constexpr std::array<std::string_view, 4> kPeriodWords = {"hour", "day", "week", "month"};

LocalTime start_of_local(Period period, LocalTime time) {
  const auto day = date::floor<date::days>(time);
  switch (period) {
    case Period::hour:
      return date::floor<hours>(time);
    case Period::day:
      return day;
    case Period::week:
      return day - (date::weekday(day) - date::Monday);
    case Period::month: {
      const date::year_month_day calendar_day(day);
      return date::local_days(calendar_day.year() / calendar_day.month() / 1);
    }
  }
  return time;
}

LocalTime next_local(Period period, LocalTime start) {
  switch (period) {
    case Period::hour:
      return start + hours(1);
    case Period::day:
      return start + date::days(1);
    case Period::week:
      return start + date::weeks(1);
    case Period::month: {
      const date::year_month_day first(date::floor<date::days>(start));
      return date::local_days(first.year() / first.month() / 1 + date::months(1));
    }
  }
  return start;
}

// A local time that occurs twice means its first moment; a skipped one means the moment of the
// change.
LedgerTime moment(const date::time_zone& zone, LocalTime time) {
  return zone.to_sys(time, date::choose::earliest);
}

std::string formatted(const date::time_zone& zone, const char* format, LedgerTime time) {
  return date::format(format, date::make_zoned(&zone, time));
}

template <typename Time>
std::optional<Time> read(std::string_view text, const char* format) {
  std::istringstream in{std::string(text)};
  Time time;
  in >> date::parse(format, time);
  // The whole text must be used up.
  if (in.fail() || in.peek() != std::istringstream::traits_type::eof()) return std::nullopt;
  return time;
}

}  // namespace

std::string_view to_string(Period period) {
  return kPeriodWords.at(static_cast<std::size_t>(period));
}

std::optional<Period> period_of(std::string_view word) {
  for (std::size_t i = 0; i < kPeriodWords.size(); ++i)
    if (kPeriodWords[i] == word) return static_cast<Period>(i);
  return std::nullopt;
}

Result<Calendar> Calendar::in(const std::string& zone) {
  try {
    return Calendar(date::locate_zone(zone));
  } catch (const std::runtime_error&) {
    return fail("", "time zone \"{}\" is not known to this machine (is tzdata installed?)",
                printable(zone));
  }
}

LedgerTime Calendar::start_of(Period period, LedgerTime time) const {
  // Hours are counted on the clock of the moment, so that an hour lived twice makes two.
  if (period == Period::hour) {
    const auto offset = zone_->get_info(time).offset;
    return LedgerTime(date::floor<hours>(time.time_since_epoch() + offset)) - offset;
  }
  return moment(*zone_, start_of_local(period, zone_->to_local(time)));
}

LedgerTime Calendar::next(Period period, LedgerTime time) const {
  if (period == Period::hour) return start_of(period, time) + hours(1);
  return moment(*zone_, next_local(period, start_of_local(period, zone_->to_local(time))));
}

std::string Calendar::text(LedgerTime time) const {
  return formatted(*zone_, "%FT%T%Ez", LedgerTime(date::floor<std::chrono::seconds>(time)))
      .replace(19, 4, "");
}

std::string Calendar::exact_text(LedgerTime time) const {
  if (time == date::floor<std::chrono::seconds>(time)) return text(time);
  return formatted(*zone_, "%FT%T%Ez", time);
}

std::string Calendar::short_text(LedgerTime time) const {
  return formatted(*zone_, "%d/%m/%Y %H:%M", time);
}

std::string Calendar::clock_text(LedgerTime time) const {
  return formatted(*zone_, "%H:%M", time);
}

Result<LedgerTime> Calendar::parse(std::string_view text) const {
  if (const auto month = read<date::year_month>(text, "%Y-%m"); month && month->ok())
    return moment(*zone_, LocalTime(date::local_days(*month / 1)));
  for (const char* format : {"%FT%H:%M", "%FT%T", "%F %H:%M", "%F %T", "%F"})
    if (const auto time = read<LocalTime>(text, format)) return moment(*zone_, *time);
  std::string utc(text);
  if (!utc.empty() && (utc.back() == 'Z' || utc.back() == 'z'))
    utc.replace(utc.size() - 1, 1, "+00:00");
  for (const char* format : {"%FT%H:%M%Ez", "%FT%T%Ez"})
    if (const auto time = read<LedgerTime>(utc, format)) return *time;
  return fail("",
              "\"{}\" is not a time such as 2026-11, 2026-11-25, 2026-11-25T13:15 or "
              "2026-11-25T13:15:00+07:00",
              printable(text));
}

}  // namespace commune
