#include "agent/run/routes.hpp"

#include <utility>
#include <vector>

#include "exporters/prometheus/exposition.hpp"

namespace commune {
namespace {

web::Response metrics(const RouteSources& sources, const web::Request& request) {
  std::vector<std::string> names;
  for (const auto& [key, value] : request.query)
    if (key == "name[]") names.push_back(value);
  return web::Response::of(200, std::string(kExpositionContentType),
                           sources.metrics_page(MetricSelection(std::move(names))));
}

web::Response reload(const RouteSources& sources) {
  const ReloadOutcome outcome = sources.reload.run();
  return web::Response::text(outcome.accepted() ? 200 : 400, to_text(outcome));
}

}  // namespace

void add_routes(web::WebServer& server, const RouteSources& sources) {
  server.route("GET", "/metrics",
               [sources](const web::Request& request) { return metrics(sources, request); });
  server.route("GET", "/-/healthy",
               [](const web::Request&) { return web::Response::text(200, "healthy\n"); });
  server.route("GET", "/-/ready", [sources](const web::Request&) {
    return sources.ready() ? web::Response::text(200, "ready\n")
                           : web::Response::text(503, "starting\n");
  });
  server.route(
      "POST", "/-/reload", [sources](const web::Request&) { return reload(sources); },
      web::Lane::work);
  server.observe([sources](const std::string& path, int status, std::chrono::nanoseconds took) {
    sources.self_metrics.http_request(path, status, took);
  });
}

}  // namespace commune
