// The agent's web server: HTTP and HTTPS on libmicrohttpd, in threads of its own. Its pages are
// made by the handlers that it is given.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/model/result.hpp"
#include "core/runtime/mutex.hpp"
#include "core/runtime/work_record.hpp"
#include "exporters/web/daemon.hpp"
#include "exporters/web/message.hpp"
#include "exporters/web/options.hpp"
#include "exporters/web/routes.hpp"
#include "exporters/web/visit.hpp"

namespace commune::web {

/// route() and observe() before start(); start() and stop() from one thread, once each; use() from
/// any thread between them, also from a handler.
///
/// Where users are configured, every path but /-/healthy asks for a password; where a client CA is
/// configured, every path asks for a certificate signed by it. Both when both are.
class WebServer {
 public:
  explicit WebServer(Options options,
                     std::shared_ptr<WorkRecord> record = std::make_shared<WorkRecord>());
  ~WebServer();
  WebServer(const WebServer&) = delete;
  WebServer& operator=(const WebServer&) = delete;

  /// A handler for GET answers HEAD too. One that may wait (for the disk, for a reload) belongs on
  /// another lane than Lane::here: scrapes are answered there.
  void route(std::string method, std::string path, Handler handler, Lane lane = Lane::here);

  void observe(Observer observer);

  /// Fails with the place that is wrong: an address in use, a certificate without its key, a
  /// password hash that crypt(3) does not know.
  Result<void> start();

  /// Whether use() would take `next`: reads its certificates. Changes nothing.
  static Result<void> check(const Options& next);

  /// Users, certificates (also a file renewed under its old name) and limits of `next` are in
  /// force when it returns: connections under the old ones end with the request that is under way.
  /// The listening address stays. On an error the old ones stay in force.
  Result<void> use(const Options& next) EXCLUDES(mutex_);

  /// From now on no handler begins: whoever asks has its connection closed.
  void refuse_requests() EXCLUDES(mutex_);

  /// Closes all connections, also those in the middle of a request. Waits for the handlers that
  /// have begun, not for those in a queue: under load they would be many long pages.
  void stop() EXCLUDES(mutex_);

  /// The port in use; 0 while it does not run.
  std::uint16_t port() const;

 private:
  std::unique_ptr<Daemon> start_daemon(const Options& options, Credentials credentials,
                                       Error& error);
  void forget(const Daemon* retired) EXCLUDES(mutex_);

  Routes routes_;
  Observer observer_;
  std::shared_ptr<WorkRecord> record_;
  std::unique_ptr<JobThread> pages_, work_;
  int listen_socket_ = -1;
  std::uint16_t port_ = 0;

  mutable Mutex mutex_;
  Options options_ GUARDED_BY(mutex_);
  std::unique_ptr<Daemon> current_ GUARDED_BY(mutex_);
  /// Under an earlier configuration, until their last request is answered.
  std::vector<std::unique_ptr<Daemon>> retired_ GUARDED_BY(mutex_);
};

}  // namespace commune::web
