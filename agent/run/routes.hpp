// The agent's routes for programs: /metrics and /-/…. Pages for people are in web_pages.hpp.
#pragma once

#include <functional>
#include <string>

#include "agent/run/reload.hpp"
#include "exporters/prometheus/metric_selection.hpp"
#include "exporters/prometheus/self_metrics.hpp"
#include "exporters/web/web_server.hpp"

namespace commune {

/// All outlives the web server. The functions are called from its threads.
struct RouteSources {
  std::function<std::string(const MetricSelection&)> metrics_page;  ///< Waits for nothing.
  std::function<bool()> ready;
  Reload& reload;
  SelfMetrics& self_metrics;
};

/// Before the server starts.
void add_routes(web::WebServer& server, const RouteSources& sources);

}  // namespace commune
