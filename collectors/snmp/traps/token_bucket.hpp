// Lets so many through at once and so many a second after that. Pure.
#pragma once

#include <algorithm>
#include <chrono>

#include "core/model/time.hpp"

namespace commune::snmp {

/// Begins full. Not thread-safe.
class TokenBucket {
 public:
  TokenBucket(double per_second, double burst)
      : per_second_(per_second), burst_(burst), tokens_(burst) {}

  /// Takes one token; false where there is none at `now`. A clock that goes back gives nothing.
  bool take(MonoTime now) {
    if (now > filled_) {
      const double passed = std::chrono::duration<double>(now - filled_).count();
      tokens_ = filled_ == MonoTime() ? burst_ : std::min(burst_, tokens_ + passed * per_second_);
      filled_ = now;
    }
    if (tokens_ < 1) return false;
    tokens_ -= 1;
    return true;
  }

 private:
  double per_second_, burst_, tokens_;
  MonoTime filled_;
};

}  // namespace commune::snmp
