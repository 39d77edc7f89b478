// Lets one through in each interval and counts those that it held back. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>

#include "core/model/time.hpp"

namespace commune::snmp {

class IntervalGate {
 public:
  explicit IntervalGate(Milliseconds every) : every_(every) {}

  /// True when an interval has passed since the last time that it was true.
  bool lets_through(MonoTime now) {
    if (last_ && now - *last_ < every_) {
      ++held_back_;
      return false;
    }
    last_ = now;
    return true;
  }

  /// How many were held back since this was last asked.
  std::uint64_t take_held_back() { return std::exchange(held_back_, 0); }

 private:
  Milliseconds every_;
  std::optional<MonoTime> last_;
  std::uint64_t held_back_ = 0;
};

}  // namespace commune::snmp
