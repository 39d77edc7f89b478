#include "agent/coverage/path_window.hpp"

#include <algorithm>
#include <chrono>

namespace commune::coverage {
namespace {

constexpr std::chrono::seconds kWindow{60};
constexpr std::chrono::seconds kApart{6};
/// The last request may still be on its way.
constexpr double kUnderWay = 1;

}  // namespace

void PathWindow::add(MonoTime at, const Counters& counters) {
  const bool began_anew =
      !samples_.empty() && counters.requests < samples_.back().counters.requests;
  if (began_anew) samples_.clear();
  if (samples_.size() >= 2 && at - samples_[samples_.size() - 2].at < kApart)
    samples_.back() = {at, counters};
  else
    samples_.push_back({at, counters});
  while (samples_.size() > 2 && at - samples_.front().at > kWindow)
    samples_.pop_front();
}

std::optional<PathEvidence> PathWindow::evidence() const {
  if (samples_.size() < 2) return std::nullopt;
  const Counters& first = samples_.front().counters;
  const Counters& last = samples_.back().counters;
  const double requests = last.requests - first.requests;
  const double replies = last.replies - first.replies;
  if (requests < fewest_requests_) return std::nullopt;
  PathEvidence path;
  path.loss_ratio = std::clamp((requests - kUnderWay - replies) / requests, 0.0, 1.0);
  if (replies > 0)
    path.round_trip = std::chrono::duration_cast<Milliseconds>(std::chrono::duration<double>(
        (last.round_trips_seconds - first.round_trips_seconds) / replies));
  return path;
}

}  // namespace commune::coverage
