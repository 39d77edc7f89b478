// Which build this is.
#pragma once

#include "core/model/time.hpp"
#include "exporters/prometheus/build_info.hpp"

namespace commune {

const BuildInfo& build_info();

/// When the sources were committed: no wall clock that shows an earlier time is right.
WallTime source_time();

}  // namespace commune
