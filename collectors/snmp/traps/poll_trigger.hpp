// When a target is polled out of turn: at once, but not more often than every two seconds. Pure.
#pragma once

#include <algorithm>
#include <optional>

#include "core/model/time.hpp"

namespace commune::snmp {

/// A request is never lost, only put off: a poll follows the last request of a burst.
class PollTrigger {
 public:
  static constexpr std::chrono::seconds kEvery{2};

  /// A poll is wanted that begins after `now`.
  void ask(MonoTime now) {
    if (!due_) due_ = last_ ? std::max(now, *last_ + kEvery) : now;
  }

  /// When the requested poll may begin; empty: none is requested.
  const std::optional<MonoTime>& due() const { return due_; }

  /// A poll begins, for any reason: it fulfils the requests before it.
  void begun(MonoTime now) {
    if (due_) last_ = now;
    due_.reset();
  }

 private:
  std::optional<MonoTime> due_, last_;
};

}  // namespace commune::snmp
