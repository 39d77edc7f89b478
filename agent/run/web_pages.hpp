// The agent's pages for people and programs: which path shows what. Renders nothing itself.
#pragma once

#include <functional>
#include <string>

#include "agent/history/history.hpp"
#include "agent/run/coverage_watch.hpp"
#include "agent/run/vantage_watch.hpp"
#include "core/runtime/latest_readings.hpp"
#include "exporters/web/web_server.hpp"

namespace commune {

/// The inputs of the pages. All members outlive the web server.
struct PageInputs {
  const LatestReadings& latest;
  const CoverageWatch& coverage;
  const VantageWatch& vantage;
  history::History& history;
  std::string history_path;
  bool loopback_only = true;  ///< Only this machine can send requests.
  /// Hands announced work to the main loop; from any thread.
  std::function<void(const Maintenance&)> announce;
};

/// "/" and /api/v1/…: before the server starts.
void add_pages(web::WebServer& server, const PageInputs& inputs);

}  // namespace commune
