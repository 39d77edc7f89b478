// How full a link is, by the counters of its port and its capacity. Pure.
#pragma once

#include <optional>

#include "agent/coverage/evidence.hpp"
#include "core/model/coverage_picture.hpp"
#include "core/model/inventory.hpp"

namespace commune::coverage {

/// `utilization` is of the busier direction. The capacity is the configured one. If none is
/// configured, it is the port's nominal speed, unless the port carries more than it reports.
LineLoad line_load(const Link& link, const LinkEvidence& evidence);

}  // namespace commune::coverage
