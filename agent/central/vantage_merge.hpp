// What several vantages say of one subject, as one line: planned where any says so; else what the
// vantage at the site itself measured; else the worst that another one measured; else unmeasured.
// Pure.
#pragma once

#include <vector>

#include "core/model/coverage.hpp"

namespace commune::central {

/// One vantage's intervals of the subject, by start.
struct VantageLine {
  bool at_the_site = false;
  std::vector<Interval> intervals;
};

/// Intervals without gap or overlap, from the first start to the last end; two that follow one
/// another differ in state, cause or root device.
std::vector<Interval> merge_vantages(const std::vector<VantageLine>& lines);

}  // namespace commune::central
