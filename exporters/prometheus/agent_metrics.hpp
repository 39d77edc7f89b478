// Metrics of the agent's own process: its build, and the kernel's figures about it.
#pragma once

#include <vector>

#include "core/model/part_figures.hpp"
#include "exporters/prometheus/build_info.hpp"
#include "exporters/prometheus/metric_page.hpp"
#include "exporters/prometheus/process_figures.hpp"

namespace commune {

void add_build_info(const BuildInfo& build, MetricPage& page);

/// Failures and processor time of each part.
void add_parts(const std::vector<PartFigures>& parts, MetricPage& page);

/// Figures that are not known are left out.
void add_process_figures(const ProcessFigures& figures, MetricPage& page);

}  // namespace commune
