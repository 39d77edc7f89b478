#include "collectors/throughput/idleness.hpp"

#include <algorithm>

namespace commune::throughput {
namespace {

constexpr Milliseconds kOver{500};
constexpr double kOwnShare = 0.05;

// The counters of an interface that was removed and added again start at 0.
double grown(std::uint64_t before, std::uint64_t after) {
  return after >= before ? static_cast<double>(after - before) : static_cast<double>(after);
}

}  // namespace

void QuietWatch::look(MonoTime now, LineCount line) {
  if (!last_) {
    quiet_since_ = now;
  } else if (now > last_look_) {
    const double bytes =
        std::max(grown(last_->received, line.received), grown(last_->sent, line.sent));
    last_rate_ = bytes / seconds(now - last_look_);
    if (last_rate_ >= below_) quiet_since_ = now;
  }
  last_ = line;
  last_look_ = now;
}

Milliseconds QuietWatch::quiet_for() const {
  return std::chrono::duration_cast<Milliseconds>(last_look_ - quiet_since_);
}

std::optional<double> OthersWatch::look(MonoTime now, LineCount line, LineCount ours) {
  samples_.push_back({now, line, ours});
  // Keeps one look that is old enough, and all younger ones.
  while (samples_.size() > 1 && now - samples_[1].at >= kOver)
    samples_.pop_front();
  const Sample& then = samples_.front();
  const double passed = seconds(now - then.at);
  if (now - then.at < kOver) return std::nullopt;
  const auto per_second = [&](std::uint64_t before, std::uint64_t after) {
    return grown(before, after) / passed;
  };
  const double own_received = per_second(then.ours.received, ours.received);
  const double own_sent = per_second(then.ours.sent, ours.sent);
  // The size of acknowledgements is as uncertain as the data, as their options depend on losses.
  const double least = std::max(below_, kOwnShare * std::max(own_received, own_sent));
  const double rate = std::max(per_second(then.line.received, line.received) - own_received,
                               per_second(then.line.sent, line.sent) - own_sent);
  return rate > least ? std::optional(rate) : std::nullopt;
}

}  // namespace commune::throughput
