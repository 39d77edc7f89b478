// How `commune-agent notify` is doing, as metrics.
#pragma once

#include "core/model/notify_figures.hpp"
#include "exporters/prometheus/metric_page.hpp"

namespace commune {

void add_notify(const NotifyFigures& figures, MetricPage& page);

}  // namespace commune
