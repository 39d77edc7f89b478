// The HTTP library running with one configuration: users, certificates, limits. A reload that
// changes any of them starts another daemon on the same listening socket and retires this one.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>

#include "core/model/result.hpp"
#include "exporters/web/options.hpp"
#include "exporters/web/tls.hpp"
#include "exporters/web/visit.hpp"

struct MHD_Daemon;

namespace commune::web {

/// Users and certificates, read and checked.
struct Credentials {
  TlsMaterial tls;
  std::unique_ptr<Authenticator> authenticator;  ///< nullptr: no password is needed.
};

/// Errors name the file or the user.
Result<Credentials> load_credentials(const Options& options);

/// Shared by all daemons of a server; outlives them.
struct DaemonDependencies {
  const Routes& routes;
  const Observer& observer;
  JobThread& pages;
  JobThread& work;
  std::shared_ptr<WorkRecord> record;
};

/// start() once; the rest from any thread.
class Daemon {
 public:
  Daemon(const Options& options, Credentials credentials, const DaemonDependencies& dependencies);
  /// Closes all connections, even during a request. Waits for handlers on the library's threads.
  /// Jobs of `pages` and `work` for its visits must have ended before.
  ~Daemon();
  Daemon(const Daemon&) = delete;
  Daemon& operator=(const Daemon&) = delete;

  /// Takes ownership of `listen_socket`, also on an error.
  Result<void> start(int listen_socket);

  /// Accepts no connection and no new request from now on; running requests are answered, unless
  /// their password is not checked yet. Calls `idle` once, when the last one has ended: from one of
  /// the library's threads, or before retire() returns.
  void retire(std::function<void()> idle);

  /// No request is read or answered from now on: connections with a request are closed.
  void close() { closed_ = true; }

  /// The certificates are identical, byte for byte.
  bool serves(const TlsMaterial& tls) const { return credentials_.tls == tls; }

 private:
  struct Callbacks;
  bool enter();
  void leave();

  const Options options_;
  const std::shared_ptr<WorkRecord> record_;
  Credentials credentials_;
  std::unique_ptr<JobThread> passwords_;  ///< Only with an authenticator.
  VisitDependencies visit_dependencies_;
  std::atomic<bool> closed_ = false;
  std::atomic<bool> retired_ = false;
  std::atomic<int> visits_ = 0;
  std::atomic<bool> said_idle_ = false;
  std::function<void()> idle_;  ///< Set before retired_.
  MHD_Daemon* daemon_ = nullptr;
};

}  // namespace commune::web
