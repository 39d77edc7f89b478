// A thread for one kind of slow work (hashing passwords, reading the disk): one job at a time, a
// short queue, and the server's own threads never wait for it.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <string>

#include "core/runtime/mutex.hpp"
#include "core/runtime/worker_thread.hpp"

namespace commune::web {

/// Thread-safe. Each accepted job is run or dropped; `done` is called in both cases.
class JobThread {
 public:
  struct Job {
    std::function<void()> work;  ///< Not called if the thread ends first.
    std::function<void()> done;  ///< Always called, after `work`. Must not throw.
  };

  JobThread(const std::string& name, std::size_t longest_queue, std::shared_ptr<WorkRecord> record);
  ~JobThread();
  JobThread(const JobThread&) = delete;
  JobThread& operator=(const JobThread&) = delete;

  /// False if the queue is full or the thread is ending; then neither function is called.
  bool submit(Job job);

  /// Waits for the running job, drops the others, and joins.
  void stop();

 private:
  void run() EXCLUDES(mutex_);

  const std::string name_;
  const std::size_t longest_queue_;
  const std::shared_ptr<WorkRecord> record_;
  Mutex mutex_;
  ConditionVariable wake_;
  std::deque<Job> queue_ GUARDED_BY(mutex_);
  bool stopping_ GUARDED_BY(mutex_) = false;
  WorkerThread thread_;  ///< Last: it uses all of the above.
};

}  // namespace commune::web
