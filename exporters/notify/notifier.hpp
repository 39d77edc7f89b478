// Takes webhooks, keeps what they mean on disk and delivers: the threads and the lock around what
// decides.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/model/notify_figures.hpp"
#include "core/model/result.hpp"
#include "core/runtime/mutex.hpp"
#include "core/runtime/worker_thread.hpp"
#include "exporters/notify/fault_store.hpp"
#include "exporters/notify/options.hpp"
#include "exporters/notify/transport.hpp"

namespace commune::notify {

struct Frame;
class FaultBook;
class Dispatcher;

/// What the notifier needs from outside.
struct Dependencies {
  Transport& transport;
  /// Whether Prometheus has an answer to the expression. From one thread.
  std::function<Result<bool>(const std::string& expression)> holds;
  std::function<LedgerTime()> clock;
  std::function<void()> abort;  ///< Ends the calls of `transport` and `holds` that are running.
};

/// receive_alerts(), figures() and last_messages() from any thread; start() and stop() from one,
/// once each.
class Notifier {
 public:
  /// Fails where Options::state_dir cannot be used, or the time zone is unknown.
  static Result<std::unique_ptr<Notifier>> open(Options options, Dependencies dependencies);
  ~Notifier();
  Notifier(const Notifier&) = delete;
  Notifier& operator=(const Notifier&) = delete;

  /// One thread a channel, and one that asks Prometheus.
  void start();

  /// What is under way may end, for a second and a half; then it is broken off.
  void stop();

  /// On disk when it returns; after an error it is to be said again.
  Result<void> receive_alerts(const std::vector<Alert>& alerts, std::string_view contact);

  NotifyFigures figures();
  std::vector<Finished> last_messages(int count);

  /// The file was found damaged while in use: only a restart sets it aside.
  bool is_damaged() const { return damaged_; }

 private:
  Notifier(Options options, Dependencies dependencies, std::unique_ptr<FaultStore> store,
           Frame frame);
  void start_worker(const std::string& name, std::function<void()> work);
  void deliver(std::size_t channel);
  void watch_ends();
  void ask_about_ends();
  void note(const Result<void>& done) REQUIRES(mutex_);

  const Options options_;
  Dependencies dependencies_;
  Mutex mutex_;
  ConditionVariable changed_;
  bool stopping_ GUARDED_BY(mutex_) = false;
  std::size_t busy_ GUARDED_BY(mutex_) = 0;  ///< Threads that wait for a server's answer.
  std::uint64_t alerts_ GUARDED_BY(mutex_) = 0;
  bool prometheus_answers_ GUARDED_BY(mutex_) = true;
  std::atomic<bool> damaged_ = false;
  std::unique_ptr<FaultStore> store_ GUARDED_BY(mutex_);
  std::unique_ptr<FaultBook> book_ GUARDED_BY(mutex_);
  std::unique_ptr<Dispatcher> dispatcher_ GUARDED_BY(mutex_);
  std::shared_ptr<WorkRecord> record_ = std::make_shared<WorkRecord>();
  std::vector<std::unique_ptr<WorkerThread>> workers_;  ///< Last: they use all of the above.
};

}  // namespace commune::notify
