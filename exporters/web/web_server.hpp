// The agent's web server: HTTP and HTTPS on libmicrohttpd, in threads of its own. Handlers make its
// pages.
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
/// If users are configured, every path except /-/healthy needs a password. If a client CA is
/// configured, every path needs a certificate signed by it. With both, both are needed.
class WebServer {
 public:
  explicit WebServer(Options options,
                     std::shared_ptr<WorkRecord> record = std::make_shared<WorkRecord>());
  ~WebServer();
  WebServer(const WebServer&) = delete;
  WebServer& operator=(const WebServer&) = delete;

  /// A handler for GET answers HEAD too. A handler that may wait (for the disk, for a reload) must
  /// not run on Lane::here, because scrapes are answered there.
  void route(std::string method, std::string path, Handler handler, Lane lane = Lane::here);

  void observe(Observer observer);

  /// Fails with the place of the mistake: an address in use, a certificate without its key, a
  /// password hash that crypt(3) does not know.
  Result<void> start();

  /// Whether use() would accept `next`: reads its certificates. Changes nothing.
  static Result<void> check(const Options& next);

  /// When it returns, users, certificates (also a file renewed under its old name) and limits of
  /// `next` are in use: connections under the old ones end after their running request. The
  /// listening address stays. On an error the old ones stay in use.
  Result<void> use(const Options& next) EXCLUDES(mutex_);

  /// From now on no handler begins: connections with a new request are closed.
  void refuse_requests() EXCLUDES(mutex_);

  /// Closes all connections, even during a request. Waits for running handlers, but not for those
  /// in a queue: under load they would be many long pages.
  void stop() EXCLUDES(mutex_);

  /// The port in use; 0 if it is not running.
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
  /// Daemons of earlier configurations, until their last request is answered.
  std::vector<std::unique_ptr<Daemon>> retired_ GUARDED_BY(mutex_);
};

}  // namespace commune::web
