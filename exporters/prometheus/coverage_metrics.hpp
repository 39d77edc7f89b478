// Coverage as metrics: the state of each access and village now, the ledger's totals, outages.
#pragma once

#include "core/model/coverage_picture.hpp"
#include "exporters/prometheus/metric_page.hpp"

namespace commune {

/// `vantage` is the site that judged. Totals are left out until it is known up to when they hold,
/// and a state's start until the clock is known.
void add_coverage(const CoveragePicture& picture, const SiteId& vantage, MetricPage& page);

/// What the agent at `vantage` judges received light by.
void add_optical_limits(const OpticalLimits& limits, const SiteId& vantage, MetricPage& page);

}  // namespace commune
