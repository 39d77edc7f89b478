// So many packets a second and no more: says how many may leave now. Pure.
#pragma once

#include <algorithm>
#include <cstddef>

#include "core/model/time.hpp"

namespace commune::icmp {

/// A token bucket. Time that was missed (a stalled loop, a suspended machine) is not made up for:
/// what may leave at once never exceeds a tenth of a second's worth, or one packet.
class Pace {
 public:
  Pace(double per_second, MonoTime now)
      : per_second_(per_second), most_(std::max(1.0, per_second / 10)), last_(now) {}

  /// How many may leave at `now`. `now` never goes back.
  std::size_t due(MonoTime now) {
    allowance_ = std::min(most_, allowance_ + per_second_ * seconds(now - last_));
    last_ = now;
    return static_cast<std::size_t>(allowance_);
  }

  /// So many did leave.
  void spent(std::size_t packets) { allowance_ -= static_cast<double>(packets); }

 private:
  double per_second_;
  double most_;
  double allowance_ = 1;
  MonoTime last_;
};

}  // namespace commune::icmp
