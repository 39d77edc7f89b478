// The coverage and outages of a whole commune, as a central Prometheus or VictoriaMetrics heard of
// them from all its gateways.
#pragma once

#include <memory>

#include "agent/central/prometheus_query.hpp"
#include "core/model/history_reader.hpp"

namespace commune::central {

/// Every pass asks the server. What the server holds is found once, with the first question, so
/// that one report sees one extent.
std::unique_ptr<HistoryReader> read_prometheus(PrometheusQuery query);

}  // namespace commune::central
