// The last 24 hours of one village as a bar: each mark is five minutes with their worst state, so
// that a short outage stays visible.
#pragma once

#include <span>
#include <string>

#include "core/model/coverage.hpp"
#include "core/time/calendar.hpp"

namespace commune::web {

/// The letter of a state in class names and ids of the page: u, g, d, p, n.
char state_letter(State state);

/// 24 hours that end with the five minutes that contain `taken`.
TimeRange drawn_day(LedgerTime taken);

/// An SVG bar. `intervals` are of one subject; an open one lasts to `taken`. The time before the
/// first interval stays empty. Screen readers skip it, because day_times() is written beside it in
/// words.
std::string timeline_bar(std::span<const Interval> intervals, LedgerTime taken);

/// The hours over the bars, and the marks (#k) that the bars repeat: once on each page.
std::string timeline_scale(LedgerTime taken, const Calendar& calendar);

/// The same hours once more, for another column.
std::string timeline_scale_again();

/// Time within drawn_day() that the intervals spend in each state; up to `taken`.
StateTimes day_times(std::span<const Interval> intervals, LedgerTime taken);

}  // namespace commune::web
