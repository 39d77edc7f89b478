// What the agent counts of itself while it runs: reloads of the configuration, requests to its web
// server.
#pragma once

#include <memory>
#include <string>

#include "core/model/time.hpp"
#include "exporters/prometheus/metric_page.hpp"

namespace commune {

/// Thread-safe; cheap enough for every request.
class SelfMetrics {
 public:
  SelfMetrics();
  ~SelfMetrics();

  /// The configuration was read, at the start too. A failed reload leaves the time of the one in
  /// use.
  void config_reloaded(bool ok, WallTime when);

  /// The configuration in use holds settings that only a restart takes up.
  void config_restart_needed(bool needed);

  /// `path` is one of the pages there are, or "other": every new one makes a series.
  void http_request(const std::string& path, int status, std::chrono::nanoseconds took);

  /// Writes the families that have series.
  void add_to(MetricPage& page) const;

 private:
  struct Registered;
  std::unique_ptr<Registered> registered_;
};

}  // namespace commune
