// The agent's routes for programs: /metrics and /-/…. Pages for people are in web_pages.hpp.
#pragma once

#include <functional>
#include <string>

#include "agent/run/reload.hpp"
#include "exporters/prometheus/metric_selection.hpp"
#include "exporters/prometheus/self_metrics.hpp"
#include "exporters/web/web_server.hpp"

namespace commune {

/// All members outlive the web server. The functions are called from its threads.
struct RouteInputs {
  std::function<std::string(const MetricSelection&)> metrics_page;  ///< Never waits.
  std::function<bool()> ready;
  Reload& reload;
  SelfMetrics& self_metrics;
};

/// Before the server starts.
void add_routes(web::WebServer& server, const RouteInputs& inputs);

}  // namespace commune
