// So many messages a minute and no more: a burst of as many, then one by one.
#pragma once

#include <algorithm>
#include <chrono>
#include <optional>

#include "core/model/coverage.hpp"

namespace commune::notify {

/// Not thread-safe.
class TokenBucket {
 public:
  explicit TokenBucket(double per_minute)
      : per_minute_(std::max(per_minute, 0.01)), most_(std::max(per_minute_, 1.0)), left_(most_) {}

  bool has_token(LedgerTime now) {
    refill(now);
    return left_ >= 1 - kRounding;
  }

  void take() { left_ -= 1; }

 private:
  static constexpr double kRounding = 1e-6;

  void refill(LedgerTime now) {
    // A clock that was set back gives nothing and takes nothing.
    if (filled_ && now > *filled_) {
      const auto minutes = std::chrono::duration<double, std::ratio<60>>(now - *filled_).count();
      left_ = std::min(most_, left_ + minutes * per_minute_);
    }
    filled_ = now;
  }

  double per_minute_, most_, left_;
  std::optional<LedgerTime> filled_;
};

}  // namespace commune::notify
