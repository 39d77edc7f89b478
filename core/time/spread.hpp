// Spreads polls over their interval, so that a thousand devices are not asked in the same
// millisecond.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/model/time.hpp"

namespace commune {

/// Where in its interval a target is polled: the same place for the same name at every start, so
/// that restarts and reloads do not bunch polls. In [0, interval).
Milliseconds spread_offset(std::string_view target, Milliseconds interval);

/// The first moment after `now` that lies `offset` into an interval counted from `epoch`. Polls
/// that were missed (a stopped process, a slow device) are skipped, never made up for in a burst.
MonoTime next_poll(MonoTime epoch, Milliseconds offset, Milliseconds interval, MonoTime now);

}  // namespace commune
