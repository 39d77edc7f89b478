// The web server, as a part: users, certificates and limits change while it runs.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "agent/run/part.hpp"
#include "exporters/web/web_server.hpp"

namespace commune {

class WebPart final : public Part {
 public:
  /// `add_routes` is called after all earlier parts have started.
  WebPart(const Configuration& configuration, std::function<void(web::WebServer&)> add_routes)
      : Part("web"),
        running_(configuration.settings.web),
        add_routes_(std::move(add_routes)),
        server_(running_, record()) {}

  Result<void> check(const Configuration& next) override {
    return web::WebServer::check(next.settings.web);
  }

  std::vector<std::string> needs_restart(const Configuration& next) const override {
    return changed_start_settings(running_, next.settings.web);
  }

  Result<void> start() override {
    add_routes_(server_);
    return server_.start();
  }

  Result<void> use(const Configuration& next) override { return server_.use(next.settings.web); }

  void stop() override { server_.stop(); }

 private:
  const web::Options running_;  ///< To compare its start settings.
  std::function<void(web::WebServer&)> add_routes_;
  web::WebServer server_;
};

}  // namespace commune
