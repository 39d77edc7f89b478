// Which build this is.
#pragma once

#include "core/model/time.hpp"
#include "exporters/prometheus/build_info.hpp"

namespace commune {

const BuildInfo& build_info();

/// When the code was committed: a wall clock that shows an earlier time is wrong.
WallTime source_time();

}  // namespace commune
