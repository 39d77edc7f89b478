// A value and the lock that goes with it: it cannot be touched without holding the lock.
#pragma once

#include <utility>

#include "core/runtime/mutex.hpp"

namespace commune {

/// Thread-safe by construction: `guarded.with([](T& value) { ... })`. Do not let references escape.
template <typename T>
class Guarded {
 public:
  Guarded() = default;
  explicit Guarded(T value) : value_(std::move(value)) {}

  template <typename Use>
  decltype(auto) with(Use&& use) {
    const MutexLock lock(mutex_);
    return std::forward<Use>(use)(value_);
  }

  template <typename Use>
  decltype(auto) with(Use&& use) const {
    const MutexLock lock(mutex_);
    return std::forward<Use>(use)(value_);
  }

 private:
  mutable Mutex mutex_;
  T value_ GUARDED_BY(mutex_);
};

}  // namespace commune
