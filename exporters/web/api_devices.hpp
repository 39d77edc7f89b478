// /api/v1/devices: every device, whether it answers and who it says it is, for programs.
#pragma once

#include <string>

#include "core/model/snapshot.hpp"
#include "core/time/calendar.hpp"

namespace commune::web {

/// JSON, UTF-8. "reachability" is "reachable", "silent" or "unmeasured"; "last_answer" the latest
/// of any collector; "failure" what the collectors complain of, for people; null: not told. Pure.
std::string devices_json(const Snapshot& snapshot, const Calendar& calendar);

}  // namespace commune::web
