// How sending to receivers of remote write is doing, as metrics.
#pragma once

#include <vector>

#include "core/model/remote_write_figures.hpp"
#include "exporters/prometheus/metric_page.hpp"

namespace commune {

/// Without receivers there are none. What never was (a success, a sample that waits) has no series.
void add_remote_write(const std::vector<RemoteWriteFigures>& receivers, MetricPage& page);

}  // namespace commune
