// A reload of the configuration as one transaction: everything is read and checked before anything
// changes; parts that must agree (inventory, coverage, ping targets) change in one handler on the
// main loop; then the rest.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "agent/run/configuration.hpp"
#include "agent/run/parts.hpp"
#include "core/model/result.hpp"
#include "core/runtime/event_loop.hpp"
#include "core/runtime/mutex.hpp"
#include "core/runtime/worker_thread.hpp"

namespace commune {

struct ReloadOutcome {
  /// Why the new configuration was rejected; empty: it is in force.
  std::vector<Error> mistakes;
  /// Errors of parts that still run with the old configuration.
  std::vector<Error> failures;
  /// Settings that take effect only after a restart.
  std::vector<std::string> needs_restart;
  std::size_t devices = 0;  ///< In the new inventory.

  bool accepted() const { return mistakes.empty(); }
};

/// For the log and the caller: one line for each fact. Ends in a line break.
std::string to_text(const ReloadOutcome& outcome);

/// Thread-safe. Reloads run on a thread of their own, one at a time. Requests that arrive during a
/// reload are answered together by one more reload, which reads the files again.
class Reload {
 public:
  using Load = std::function<ResultOrErrors<Configuration>()>;
  using Done = std::function<void(const ReloadOutcome&)>;

  /// `observe` is called after each reload, before the callers get their answer. All arguments
  /// outlive it; the main loop runs until finish() has called back.
  Reload(Load load, Parts& parts, EventLoop& main_loop, Done observe);
  ~Reload();

  void start();

  /// Returns at once. `done` is called on the reload's thread. After finish() it is called at once,
  /// with a mistake that says that no further reload runs.
  void request(Done done = {}) EXCLUDES(mutex_);

  /// Requests a reload and waits for it. Not on the main loop, because the reload waits for that.
  ReloadOutcome run();

  /// No reload begins after the running one. `finished` is called on the reload's thread when that
  /// has ended: from then on the main loop may stop.
  void finish(std::function<void()> finished) EXCLUDES(mutex_);

  void stop();

 private:
  void serve() EXCLUDES(mutex_);
  ReloadOutcome reload_once();
  ReloadOutcome transact();
  void use_together(const Configuration& next, std::vector<Error>& failures);

  Load load_;
  Parts& parts_;
  EventLoop& main_loop_;
  Done observe_;
  Mutex mutex_;
  ConditionVariable changed_;
  std::vector<Done> waiting_ GUARDED_BY(mutex_);
  std::function<void()> finished_ GUARDED_BY(mutex_);
  bool closed_ GUARDED_BY(mutex_) = false;
  std::shared_ptr<WorkRecord> record_ = std::make_shared<WorkRecord>();
  WorkerThread thread_;  ///< Last: it uses all of the above.
};

}  // namespace commune
