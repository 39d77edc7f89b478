// A thread for the work of a part: named, and not ended by what its work throws. A failure is
// logged and counted, and after a pause the work starts again.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "core/runtime/mutex.hpp"
#include "core/runtime/work_record.hpp"

namespace commune {

/// start() and stop() from one thread at a time. The owner asks its work to return (a flag and a
/// condition variable of its own) before it calls stop() or destroys the worker.
class WorkerThread {
 public:
  /// Between a failure and the next beginning; doubled with every failure in a row.
  static constexpr std::chrono::milliseconds kFirstPause{1'000}, kLongestPause{60'000};

  explicit WorkerThread(std::chrono::milliseconds first_pause = kFirstPause)
      : first_pause_(first_pause) {}
  /// Ends as stop() does.
  ~WorkerThread();
  WorkerThread(const WorkerThread&) = delete;
  WorkerThread& operator=(const WorkerThread&) = delete;

  /// Runs `work` until it returns. `name` is shown by ps(1), 15 characters at most, and begins log
  /// lines. Throws std::system_error where the system has no thread left. Not while running.
  void start(const std::string& name, std::shared_ptr<WorkRecord> record,
             std::function<void()> work);

  /// Waits until `work` has returned; work that failed is not started again.
  void stop();

  /// start() was called, and stop() was not.
  bool running() const { return thread_.joinable(); }

 private:
  void run(const std::string& name, WorkRecord& record, const std::function<void()>& work);
  bool pause(std::chrono::milliseconds duration);

  const std::chrono::milliseconds first_pause_;
  std::thread thread_;
  Mutex mutex_;
  ConditionVariable changed_;
  bool stopping_ GUARDED_BY(mutex_) = false;
};

/// Logs "NAME: TEXT" as an error; throws nothing, whatever is short.
void log_failure(const std::string& name, const char* text) noexcept;

}  // namespace commune
