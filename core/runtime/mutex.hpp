// A mutex, its lock and a condition variable that clang's thread-safety analysis understands; the
// standard library's are not annotated.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

#include "core/runtime/thread_annotations.hpp"

namespace commune {

class CAPABILITY("mutex") Mutex {
 public:
  void lock() ACQUIRE() { mutex_.lock(); }
  void unlock() RELEASE() { mutex_.unlock(); }

 private:
  friend class MutexLock;
  std::mutex mutex_;
};

/// Holds a mutex for as long as it lives, but for the time between unlock() and lock().
class SCOPED_CAPABILITY MutexLock {
 public:
  explicit MutexLock(Mutex& mutex) ACQUIRE(mutex) : lock_(mutex.mutex_) {}
  ~MutexLock() RELEASE() {}
  MutexLock(const MutexLock&) = delete;
  MutexLock& operator=(const MutexLock&) = delete;

  void lock() ACQUIRE() { lock_.lock(); }
  void unlock() RELEASE() { lock_.unlock(); }

 private:
  friend class ConditionVariable;
  std::unique_lock<std::mutex> lock_;
};

/// wait() and its like may return without a reason: look at the condition again in a loop.
class ConditionVariable {
 public:
  void wait(MutexLock& lock) { condition_.wait(lock.lock_); }

  template <typename Clock, typename Duration>
  void wait_until(MutexLock& lock, const std::chrono::time_point<Clock, Duration>& time) {
    condition_.wait_until(lock.lock_, time);
  }
  template <typename Rep, typename Period>
  void wait_for(MutexLock& lock, const std::chrono::duration<Rep, Period>& duration) {
    condition_.wait_for(lock.lock_, duration);
  }

  void notify_one() { condition_.notify_one(); }
  void notify_all() { condition_.notify_all(); }

 private:
  std::condition_variable condition_;
};

}  // namespace commune
