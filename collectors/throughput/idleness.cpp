#include "collectors/throughput/idleness.hpp"

#include <algorithm>

namespace commune::throughput {
namespace {

constexpr Milliseconds kOver{500};
constexpr double kOwnShare = 0.05;

// An interface that went and came back counts from 0 again.
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
  // The oldest that is kept is the youngest that is old enough.
  while (samples_.size() > 1 && now - samples_[1].at >= kOver)
    samples_.pop_front();
  const Sample& then = samples_.front();
  const double passed = seconds(now - then.at);
  if (now - then.at < kOver) return std::nullopt;
  const auto others = [&](std::uint64_t LineCount::*way) {
    const double own = grown(then.ours.*way, ours.*way) / passed;
    const double rest = grown(then.line.*way, line.*way) / passed - own;
    return rest > std::max(below_, kOwnShare * own) ? rest : 0.0;
  };
  const double rate = std::max(others(&LineCount::received), others(&LineCount::sent));
  return rate > 0 ? std::optional(rate) : std::nullopt;
}

}  // namespace commune::throughput
