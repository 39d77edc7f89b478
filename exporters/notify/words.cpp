#include "exporters/notify/words.hpp"

#include <array>

namespace commune::notify {
namespace {

// Calendar::short_text is "25/11/2026 13:15".
std::string day_text(LedgerTime time, const Calendar& calendar) {
  return calendar.short_text(time).substr(0, 10);
}

std::string brief_day(LedgerTime time, const Calendar& calendar) {
  return calendar.short_text(time).substr(0, 5);
}

struct Unit {
  std::chrono::seconds length;
  std::string_view vi, en, en_many;
};
constexpr std::array<Unit, 4> kUnits = {{{std::chrono::hours(24), "ngày", "day", "days"},
                                         {std::chrono::hours(1), "giờ", "hour", "hours"},
                                         {std::chrono::minutes(1), "phút", "min", "min"},
                                         {std::chrono::seconds(1), "giây", "s", "s"}}};

}  // namespace

std::string moment_text(LedgerTime time, const Calendar& calendar, Language language) {
  return fmt::format("{} {} {}", calendar.clock_text(time), in(language, "ngày", "on"),
                     day_text(time, calendar));
}

std::string span_text(TimeRange span, const Calendar& calendar, Language language) {
  const bool one_day = day_text(span.from, calendar) == day_text(span.to, calendar);
  const std::string length = length_text(span.to - span.from, language);
  return fmt::format(
      "{} {} {} {}{}", in(language, "từ", "from"),
      one_day ? calendar.clock_text(span.from) : moment_text(span.from, calendar, language),
      in(language, "đến", "to"), moment_text(span.to, calendar, language),
      length.empty() ? length : " (" + length + ")");
}

std::string brief_moment(LedgerTime time, const Calendar& calendar) {
  return calendar.clock_text(time) + " " + brief_day(time, calendar);
}

std::string brief_span(TimeRange span, const Calendar& calendar) {
  const bool one_day = day_text(span.from, calendar) == day_text(span.to, calendar);
  return (one_day ? calendar.clock_text(span.from) : brief_moment(span.from, calendar)) + "-" +
         brief_moment(span.to, calendar);
}

std::string length_text(Milliseconds length, Language language) {
  auto left = std::chrono::floor<std::chrono::seconds>(length);
  if (left < std::chrono::seconds(0)) return {};
  std::string text;
  for (std::size_t i = 0; i < kUnits.size(); ++i) {
    const auto count = left / kUnits[i].length;
    const bool last = i + 1 == kUnits.size();
    if (count == 0 && !(last && text.empty())) {
      if (!text.empty()) break;
      continue;
    }
    left -= count * kUnits[i].length;
    const bool second = !text.empty();
    const auto& unit = kUnits[i];
    text += fmt::format("{}{} {}", second ? " " : "", count,
                        in(language, unit.vi, count == 1 ? unit.en : unit.en_many));
    if (second) break;
  }
  return text;
}

}  // namespace commune::notify
