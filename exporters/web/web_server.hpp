// The agent's web server: HTTP and HTTPS on libmicrohttpd, in threads of its own. What its pages
// show is told by the handlers it is given.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/model/result.hpp"
#include "exporters/web/message.hpp"
#include "exporters/web/options.hpp"
#include "exporters/web/routes.hpp"
#include "exporters/web/visit.hpp"

namespace commune::web {

/// route() and observe() before start(); start() and stop() from one thread, once each.
///
/// Where users are given, every path but /-/healthy asks for a password; where a client CA is
/// given, every path asks for a certificate of it. Both when both are given.
class WebServer {
 public:
  explicit WebServer(Options options);
  ~WebServer();
  WebServer(const WebServer&) = delete;
  WebServer& operator=(const WebServer&) = delete;

  /// A handler for GET answers HEAD too.
  void route(std::string method, std::string path, Handler handler);

  void observe(Observer observer);

  /// Fails with the place that is wrong: an address in use, a certificate without its key, a
  /// password hash that is none.
  Result<void> start();

  /// From now on no handler begins: whoever asks has its connection closed.
  void refuse_requests();

  /// Closes all connections, also those in the middle of a request. Waits for the handlers that
  /// have begun, not for those that others wait for: under load they would be many long pages.
  void stop();

  /// The port in use; 0 while it does not run.
  std::uint16_t port() const;

 private:
  struct Running;

  Options options_;
  Routes routes_;
  Observer observer_;
  std::unique_ptr<Running> running_;
};

}  // namespace commune::web
