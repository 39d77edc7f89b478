#include "exporters/report/periods.hpp"

#include <algorithm>

namespace commune::report {

std::vector<PeriodBounds> periods(const Calendar& calendar, Period by, TimeRange range) {
  std::vector<PeriodBounds> bounds;
  for (LedgerTime from = range.from; from < range.to;) {
    const LedgerTime to = std::min(calendar.next(by, from), range.to);
    bounds.push_back({{from, bounds.empty() ? calendar.exact_text(from) : bounds.back().to.text},
                      {to, calendar.exact_text(to)}});
    from = to;
  }
  return bounds;
}

}  // namespace commune::report
