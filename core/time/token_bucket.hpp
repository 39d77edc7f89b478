// Lets a burst through at once and so many a second after that. Pure.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <optional>

namespace commune {

/// Fills at `per_second` up to `burst` tokens. Begins with `tokens`, full unless given, at the time
/// of its first call. Not thread-safe; all times are of one clock. A clock that is set back gives
/// nothing: time counts from there.
class TokenBucket {
 public:
  TokenBucket(double per_second, double burst) : TokenBucket(per_second, burst, burst) {}
  TokenBucket(double per_second, double burst, double tokens)
      : per_second_(per_second), burst_(burst), tokens_(tokens) {}

  /// How many whole tokens there are at `now`.
  template <typename Clock, typename Duration>
  std::size_t available(std::chrono::time_point<Clock, Duration> now) {
    refill(std::chrono::duration_cast<std::chrono::nanoseconds>(now.time_since_epoch()));
    return static_cast<std::size_t>(std::max(0.0, tokens_ + kRounding));
  }

  /// Uses up tokens that available() reported.
  void spend(std::size_t tokens) { tokens_ -= static_cast<double>(tokens); }

  /// Spends one token; false where there is none at `now`.
  template <typename TimePoint>
  bool try_spend(TimePoint now) {
    if (available(now) == 0) return false;
    spend(1);
    return true;
  }

 private:
  // Intervals add up to a whole token in spite of rounding.
  static constexpr double kRounding = 1e-6;

  void refill(std::chrono::nanoseconds now) {
    if (filled_ && now > *filled_) {
      const double passed = std::chrono::duration<double>(now - *filled_).count();
      tokens_ = std::min(burst_, tokens_ + passed * per_second_);
    }
    filled_ = now;
  }

  double per_second_, burst_, tokens_;
  std::optional<std::chrono::nanoseconds> filled_;
};

}  // namespace commune
