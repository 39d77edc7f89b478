#include "agent/run/routes.hpp"

#include <utility>
#include <vector>

#include "exporters/prometheus/exposition.hpp"

namespace commune {
namespace {

web::Response metrics(const RouteInputs& inputs, const web::Request& request) {
  std::vector<std::string> names;
  for (const auto& [key, value] : request.query)
    if (key == "name[]") names.push_back(value);
  return web::Response::of(200, std::string(kExpositionContentType),
                           inputs.metrics_page(MetricSelection(std::move(names))));
}

web::Response reload(const RouteInputs& inputs) {
  const ReloadOutcome outcome = inputs.reload.run();
  return web::Response::text(outcome.accepted() ? 200 : 400, to_text(outcome));
}

}  // namespace

void add_routes(web::WebServer& server, const RouteInputs& inputs) {
  server.route("GET", "/metrics",
               [inputs](const web::Request& request) { return metrics(inputs, request); });
  server.route("GET", "/-/healthy",
               [](const web::Request&) { return web::Response::text(200, "healthy\n"); });
  server.route("GET", "/-/ready", [inputs](const web::Request&) {
    return inputs.ready() ? web::Response::text(200, "ready\n")
                          : web::Response::text(503, "starting\n");
  });
  server.route(
      "POST", "/-/reload", [inputs](const web::Request&) { return reload(inputs); },
      web::Lane::work);
  server.observe([inputs](const std::string& path, int status, std::chrono::nanoseconds took) {
    inputs.self_metrics.http_request(path, status, took);
  });
}

}  // namespace commune
