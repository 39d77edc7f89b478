// The HTTP library running with one configuration: users, certificates, limits. A reload that
// changes any of them starts another daemon on the same listening socket and retires this one.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>

#include "core/model/result.hpp"
#include "core/runtime/guarded.hpp"
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

/// start() and retire() once each; the rest from any thread.
class Daemon {
 public:
  Daemon(const Options& options, Credentials credentials, const DaemonDependencies& dependencies);
  /// Closes all connections, also those in the middle of a request. Waits for handlers on the
  /// library's threads. No connection may sleep: neither in the queues of `pages` and `work`, nor
  /// in that of a successor's passwords.
  ~Daemon();
  Daemon(const Daemon&) = delete;
  Daemon& operator=(const Daemon&) = delete;

  /// `listen_socket` is this daemon's from here on, also after an error.
  Result<void> start(int listen_socket);

  /// Serves new requests on its connections under the rules of `successor`, if that has the same
  /// certificates; otherwise closes the connections. Requests under way keep their rules, unless
  /// their password is not checked yet.
  void follow(const Daemon& successor);

  /// Accepts no new connection from now on; every answer closes its connection. Calls `idle` once,
  /// when the last connection has ended: from one of the library's threads, or before retire()
  /// returns.
  void retire(std::function<void()> idle);

  /// No request is read or answered from here on: whoever asks has its connection closed.
  void close() { closed_ = true; }

  /// Wakes all connections that wait for a password to be checked.
  void stop_passwords();

  /// Certificates are the same, byte for byte.
  bool serves(const TlsMaterial& tls) const { return tls_ == tls; }

 private:
  struct Callbacks;
  VisitDependenciesPtr visit_dependencies() const;
  void leave();

  const Options options_;
  const std::shared_ptr<WorkRecord> record_;
  const TlsMaterial tls_;
  const VisitDependenciesPtr own_;
  Guarded<VisitDependenciesPtr> in_force_;  ///< nullptr: connections that are left are closed.
  std::atomic<bool> closed_ = false;
  std::atomic<bool> retired_ = false;
  std::atomic<int> connections_ = 0;
  std::atomic<bool> said_idle_ = false;
  std::function<void()> idle_;  ///< Set before retired_.
  MHD_Daemon* daemon_ = nullptr;
};

}  // namespace commune::web
