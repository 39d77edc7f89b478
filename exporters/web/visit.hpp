// One request from its first header to its answer: who is let in, how much is taken, which page
// answers.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "exporters/web/authenticator.hpp"
#include "exporters/web/connection.hpp"
#include "exporters/web/password_thread.hpp"
#include "exporters/web/routes.hpp"

namespace commune::web {

/// The path that needs no password, so that a supervisor can ask whether the agent lives.
inline constexpr const char* kOpenPath = "/-/healthy";

/// Told of every answer: the page ("other" when there is none), status, and the time it took.
/// Called from the server's threads.
using Observer =
    std::function<void(const std::string& path, int status, std::chrono::nanoseconds took)>;

/// What all visits share; outlives them.
struct HouseRules {
  const Routes& routes;
  const Observer& observer;         ///< May be empty.
  Authenticator* authenticator;     ///< nullptr: no password is asked for.
  PasswordThread* password_thread;  ///< nullptr only without an authenticator.
  bool client_certificates;         ///< Every path needs a valid one.
  std::size_t longest_body;         ///< A longer one is answered 413.
};

/// Lives as long as its request. The library calls from one thread at a time.
class Visit {
 public:
  Visit(const HouseRules& rules, MHD_Connection& connection, const char* method, const char* path);

  /// The headers are here. False: close the connection.
  bool begin();

  /// A piece of the body. False: close the connection.
  bool take(const char* data, std::size_t size);

  /// The request is here as a whole, or its connection woke. False: close the connection.
  bool finish();

 private:
  bool check_password();
  bool answer(const Response& response);

  const HouseRules& rules_;
  MHD_Connection& connection_;
  Request request_;
  std::optional<Response> refusal_;  ///< Why the request gets no page.
  bool slept_ = false;               ///< While its password was hashed.
  std::size_t taken_ = 0;
  std::chrono::steady_clock::time_point begun_;
};

}  // namespace commune::web
