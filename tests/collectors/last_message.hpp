// A sink for the tests of whole collectors: keeps the last message and waits for one that is
// wanted.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>

#include "core/model/sink.hpp"

namespace commune::test {

/// Thread-safe.
class LastMessage final : public Sink {
 public:
  void publish(DeviceReadingsPtr readings) override {
    const std::lock_guard lock(mutex_);
    last_ = std::move(readings);
    ++count_;
    came_.notify_all();
  }

  /// The last message, or the first to come, that `wanted` likes; nullptr: none within 20 s.
  template <typename Wanted>
  DeviceReadingsPtr wait_for(Wanted wanted) {
    std::unique_lock lock(mutex_);
    const bool came =
        came_.wait_for(lock, std::chrono::seconds(20), [&] { return last_ && wanted(*last_); });
    return came ? last_ : nullptr;
  }

  /// From now on only what comes.
  void forget() {
    const std::lock_guard lock(mutex_);
    last_.reset();
  }

  /// Messages so far.
  int count() {
    const std::lock_guard lock(mutex_);
    return count_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable came_;
  DeviceReadingsPtr last_;
  int count_ = 0;
};

}  // namespace commune::test
