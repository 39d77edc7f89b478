// One request from its first header to its answer: checks access, limits the body, chooses the
// page.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "exporters/web/authenticator.hpp"
#include "exporters/web/connection.hpp"
#include "exporters/web/job_thread.hpp"
#include "exporters/web/routes.hpp"

namespace commune::web {

/// The path without password, so that a supervisor can check that the agent is alive.
inline constexpr const char* kOpenPath = "/-/healthy";

/// Called after every answer, from the server's threads: the page ("other" if there is none),
/// status, and the time it took.
using Observer =
    std::function<void(const std::string& path, int status, std::chrono::nanoseconds took)>;

/// Shared by all visits under one configuration.
struct VisitDependencies {
  const Routes& routes;
  const Observer& observer;                      ///< May be empty.
  JobThread& pages;                              ///< For Lane::page...
  JobThread& work;                               ///< ...and Lane::work.
  std::unique_ptr<Authenticator> authenticator;  ///< nullptr: no password is needed.
  std::unique_ptr<JobThread> passwords;          ///< nullptr only without an authenticator.
  bool client_certificates = false;              ///< Every path needs a valid one.
  std::size_t longest_body = 0;                  ///< A longer one is answered 413.
};
using VisitDependenciesPtr = std::shared_ptr<const VisitDependencies>;

/// Lives as long as its request. The library calls from one thread at a time.
class Visit {
 public:
  /// `keep_connection`: false where the answer is the last one on the connection.
  Visit(VisitDependenciesPtr dependencies, bool keep_connection, MHD_Connection& connection,
        const char* method, const char* path);

  /// All headers have arrived. False: close the connection.
  bool begin();

  /// Receives a piece of the body. False: close the connection.
  bool receive_body(const char* data, std::size_t size);

  /// The whole request has arrived, or its connection woke. False: close the connection.
  bool finish();

  /// Instead of finish(): users changed while the password was hashed.
  bool refuse_login();

  /// The connection sleeps, or slept, while its password is hashed.
  bool awaits_password() const { return asleep_ == Asleep::password; }

  const VisitDependenciesPtr& dependencies() const { return dependencies_; }

 private:
  enum class Asleep : std::uint8_t { no, password, page };

  bool check_password();
  bool answer_aside(JobThread& thread);
  bool answer(const Response& response);

  const VisitDependenciesPtr dependencies_;
  const bool keep_connection_;
  MHD_Connection& connection_;
  Request request_;
  /// Why the request gets no page. Belongs to the job's thread while the connection sleeps.
  std::optional<Response> refusal_;
  std::optional<Response> page_;  ///< Made on another thread; belongs to it like refusal_.
  Asleep asleep_ = Asleep::no;
  std::size_t taken_ = 0;
  std::chrono::steady_clock::time_point begun_;
};

}  // namespace commune::web
