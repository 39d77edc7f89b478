// When a target is polled out of turn: at once, but not more often than every two seconds. Pure.
#pragma once

#include <algorithm>
#include <optional>

#include "core/model/time.hpp"

namespace commune::snmp {

/// What is asked for is never lost, only put off: the last word of a burst is followed by a poll.
class PollTrigger {
 public:
  static constexpr std::chrono::seconds kEvery{2};

  /// A poll is wanted that begins after `now`.
  void ask(MonoTime now) {
    if (!due_) due_ = last_ ? std::max(now, *last_ + kEvery) : now;
  }

  /// When the poll that was asked for may begin; empty: none is wanted.
  const std::optional<MonoTime>& due() const { return due_; }

  /// A poll begins, whatever the reason: it answers what was asked for before.
  void begun(MonoTime now) {
    if (due_) last_ = now;
    due_.reset();
  }

 private:
  std::optional<MonoTime> due_, last_;
};

}  // namespace commune::snmp
