#include "agent/coverage/ledger_clock.hpp"

#include <algorithm>
#include <utility>

namespace commune::coverage {
namespace {

/// A smaller difference comes from NTP slewing the clock, or from reading the two clocks one after
/// the other.
constexpr std::chrono::milliseconds kStep{1'000};
/// The agent looks every second; after a longer pause the time in between is unknown.
constexpr std::chrono::seconds kPause{15};
constexpr std::chrono::hours kTooLate{24 * 366 * 20};

LedgerTime floor_ms(WallTime time) {
  return std::chrono::floor<Milliseconds>(time);
}

}  // namespace

bool credible(LedgerTime wall, std::optional<LedgerTime> last_known, LedgerTime built,
              const ClockSource& source) {
  if (wall < built || wall > built + kTooLate) return false;
  if (last_known && wall < *last_known) return false;
  return source.synchronised || source.keeps_time;
}

LedgerClock::LedgerClock(const Moment& start, LedgerTime last_word)
    : now_(std::max(floor_ms(start.wall), last_word)), floor_(now_), last_(start) {}

std::optional<LedgerClock::Gap> LedgerClock::advance(const Moment& now) {
  const auto lived = now.mono - last_.mono;
  const auto jump = (now.wall - last_.wall) - lived;
  last_ = now;
  const LedgerTime wall = floor_ms(now.wall);
  if (wall < now_) {
    stands_still_ = now_ - wall > kStep;
    return std::nullopt;
  }
  const LedgerTime before = now_;
  // After standing still, it continues where it stopped; only the time beyond that was jumped over.
  const bool resumed = std::exchange(stands_still_, false);
  now_ = wall;
  if (jump <= kStep && lived <= kPause) return std::nullopt;
  floor_ = wall;
  if (jump <= kStep) return Gap{before, wall, Cause::no_evidence};
  const auto lived_ms = std::chrono::duration_cast<Milliseconds>(lived);
  const LedgerTime from = resumed ? before : std::min(before + lived_ms, wall);
  return Gap{lived > kPause ? before : from, wall, Cause::clock};
}

LedgerTime LedgerClock::at(MonoTime time) const {
  const auto ago = std::chrono::duration_cast<Milliseconds>(last_.mono - time);
  return std::clamp(now_ - ago, std::min(floor_, now_), now_);
}

}  // namespace commune::coverage
