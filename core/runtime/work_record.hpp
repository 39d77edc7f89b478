// Counts what a part of the program does: exceptions that left its work, and processor time.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <ctime>
#include <vector>

#include "core/runtime/mutex.hpp"

namespace commune {

/// Thread-safe. Outlives the threads that are entered in it.
class WorkRecord {
 public:
  using Duration = std::chrono::nanoseconds;

  void count_failure() { failures_.fetch_add(1, std::memory_order_relaxed); }
  std::uint64_t failures() const { return failures_.load(std::memory_order_relaxed); }

  /// For all threads that are or were entered here, and for all sections (clock_gettime(2)).
  Duration processor_time() const;

  /// Enters the calling thread for as long as it lives; not across threads.
  class Thread {
   public:
    explicit Thread(WorkRecord& record);
    ~Thread();
    Thread(const Thread&) = delete;
    Thread& operator=(const Thread&) = delete;

   private:
    WorkRecord& record_;
    clockid_t clock_{};
  };

  /// A piece of work on a thread that others share: the main loop.
  class Section {
   public:
    explicit Section(WorkRecord& record);
    ~Section();
    Section(const Section&) = delete;
    Section& operator=(const Section&) = delete;

   private:
    WorkRecord& record_;
    Duration begun_;
  };

 private:
  std::atomic<std::uint64_t> failures_ = 0;
  mutable Mutex mutex_;
  std::vector<clockid_t> running_ GUARDED_BY(mutex_);
  Duration ended_ GUARDED_BY(mutex_){0};
};

}  // namespace commune
