// /api/v1/devices: every device, whether it answers and how it identifies itself, for programs.
#pragma once

#include <string>

#include "core/model/snapshot.hpp"
#include "core/time/calendar.hpp"

namespace commune::web {

/// JSON, UTF-8. "reachability" is "reachable", "silent" or "unmeasured"; "last_answer" is the
/// latest of any collector; "failure" contains the collectors' errors, for people; null: not
/// reported. Pure.
std::string devices_json(const Snapshot& snapshot, const Calendar& calendar);

}  // namespace commune::web
