// The calendar periods that a range touches, with their times as text.
#pragma once

#include <string>
#include <vector>

#include "core/model/coverage.hpp"
#include "core/time/calendar.hpp"

namespace commune::report {

/// A moment and how it is written in the commune's time zone, with offset.
struct WrittenTime {
  LedgerTime time{};
  std::string text;
};

/// One calendar period, clipped to the range that was asked for.
struct PeriodBounds {
  WrittenTime from, to;
};

/// In order, without gap; empty for an empty range.
std::vector<PeriodBounds> periods(const Calendar& calendar, Period by, TimeRange range);

}  // namespace commune::report
