// How the history on disk is doing, as metrics.
#pragma once

#include "core/model/history_figures.hpp"
#include "exporters/prometheus/metric_page.hpp"

namespace commune {

void add_history(const HistoryFigures& figures, MetricPage& page);

}  // namespace commune
