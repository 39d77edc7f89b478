// When people are not to be woken for what is not critical.
#pragma once

#include <optional>

#include "core/model/coverage.hpp"
#include "core/time/calendar.hpp"
#include "exporters/notify/options.hpp"

namespace commune::notify {

/// Local time from Night::from up to, not including, Night::until.
bool is_night(const Night& night, const Calendar& calendar, LedgerTime now);

/// From when on a message's age counts: when it was written, or the end of the night that it was
/// written in.
LedgerTime awake_since(const std::optional<Night>& night, const Calendar& calendar,
                       LedgerTime written, bool critical);

}  // namespace commune::notify
