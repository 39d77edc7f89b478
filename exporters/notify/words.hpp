// Times and lengths of time as messages say them, in Vietnamese and English.
#pragma once

#include <string>
#include <string_view>

#include "core/model/coverage.hpp"
#include "core/model/inventory.hpp"
#include "core/time/calendar.hpp"

namespace commune::notify {

/// The word in the language.
constexpr std::string_view in(Language language, std::string_view vi, std::string_view en) {
  return language == Language::vi ? vi : en;
}

/// "14:05 ngày 25/11/2026", "14:05 on 25/11/2026".
std::string moment_text(LedgerTime time, const Calendar& calendar, Language language);

/// "từ 14:05 đến 15:35 ngày 25/11/2026 (1 giờ 30 phút)", with both days where they differ.
std::string span_text(TimeRange span, const Calendar& calendar, Language language);

/// "14:05 25/11".
std::string brief_moment(LedgerTime time, const Calendar& calendar);

/// "14:05-15:35 25/11", "22:50 24/11-05:10 25/11".
std::string brief_span(TimeRange span, const Calendar& calendar);

/// The two largest units: "2 ngày 3 giờ", "1 giờ 30 phút", "45 giây"; "1 hour 30 min". Negative:
/// "".
std::string length_text(Milliseconds length, Language language);

}  // namespace commune::notify
