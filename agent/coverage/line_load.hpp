// How full a link is, by the counters of its port and what it can carry. Pure.
#pragma once

#include <optional>

#include "agent/coverage/evidence.hpp"
#include "core/model/coverage_picture.hpp"
#include "core/model/inventory.hpp"

namespace commune::coverage {

/// `utilization` is of the busier direction. The capacity is that of the configuration; where none
/// is told there, the port's nominal speed, unless it carries more than it says it can.
LineLoad line_load(const Link& link, const LinkEvidence& evidence);

}  // namespace commune::coverage
