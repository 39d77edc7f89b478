#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "tests/simulator/random.hpp"
#include "tests/simulator/snmp/value.hpp"

namespace commune::simulator {
namespace {

constexpr double kTurn = 2 * std::numbers::pi;

std::uint64_t row_seed(const Row& row, const DeviceTime& time) {
  std::uint64_t hash = time.seed;
  for (const std::uint32_t number : row.oid)
    hash = scatter(hash ^ number);
  return hash;
}

// The integral of rate * (1 + jitter * cos(...)): never decreases while jitter is at most 1.
double grown(const Motion& motion, double seconds, std::uint64_t seed) {
  if (motion.jitter == 0) return motion.per_second * seconds;
  const double period = in_seconds(motion.period);
  const double phase = kTurn * unit_share(seed);
  const double wave = std::sin(kTurn * seconds / period + phase) - std::sin(phase);
  return motion.per_second * (seconds + motion.jitter * period / kTurn * wave);
}

double swung(const Motion& motion, double seconds, std::uint64_t seed) {
  const double turns = seconds / in_seconds(motion.period) + unit_share(seed);
  return motion.least + (motion.most - motion.least) * (1 + std::sin(kTurn * turns)) / 2;
}

double drifted(const Motion& motion, double seconds, std::uint64_t seed) {
  const double periods = seconds / in_seconds(motion.period);
  const double whole = std::floor(periods);
  const auto step = static_cast<std::uint64_t>(whole);
  const double from = unit_share(scatter(seed ^ scatter(step)));
  const double to = unit_share(scatter(seed ^ scatter(step + 1)));
  return motion.least + (motion.most - motion.least) * (from + (to - from) * (periods - whole));
}

double faded(const Fade& fade, SimTime now) {
  if (fade.until <= fade.from) return fade.depth;
  const double share = in_seconds(now - fade.from) / in_seconds(fade.until - fade.from);
  return fade.depth * std::clamp(share, 0.0, 1.0);
}

// Into the type's range: INTEGER and GAUGE32 stop at their ends, counters and timeticks wrap.
std::uint64_t fitted(ValueType type, double number) {
  if (type == ValueType::integer) {
    const double least = std::numeric_limits<std::int32_t>::min();
    const double most = std::numeric_limits<std::int32_t>::max();
    return static_cast<std::uint64_t>(std::llround(std::clamp(number, least, most)));
  }
  const double most = std::numeric_limits<std::uint32_t>::max();
  return static_cast<std::uint64_t>(std::llround(std::clamp(number, 0.0, most)));
}

bool swings(const Motion& motion) {
  return motion.kind == Motion::Kind::sine || motion.kind == Motion::Kind::drift;
}

std::uint64_t counted(const Row& row, const DeviceTime& time) {
  const bool moves = row.motion.kind == Motion::Kind::rate;
  // A constant TIMETICKS is a moment in the past, not a count.
  const bool counts = row.value.is_counter() || moves;
  std::uint64_t number = time.restarted && counts ? 0 : row.value.number;
  const SimTime age = time.restarted ? time.now - time.booted : time.now;
  if (moves)
    number += static_cast<std::uint64_t>(
        std::max(0.0, grown(row.motion, in_seconds(age), row_seed(row, time))));
  return row.value.type == ValueType::counter64 ? number : number & 0xFFFFFFFFU;
}

double measured(const Row& row, const DeviceTime& time) {
  const double seconds = in_seconds(time.now);
  if (row.motion.kind == Motion::Kind::sine) return swung(row.motion, seconds, row_seed(row, time));
  if (row.motion.kind == Motion::Kind::drift)
    return drifted(row.motion, seconds, row_seed(row, time));
  return row.value.type == ValueType::integer
             ? static_cast<double>(static_cast<std::int64_t>(row.value.number))
             : static_cast<double>(row.value.number);
}

}  // namespace

Value value_at(const Row& row, const DeviceTime& time) {
  Value value = row.value;
  // Some devices report numbers as text.
  if (value.type == ValueType::octet_string && swings(row.motion))
    value.bytes = std::to_string(std::llround(measured(row, time)));
  if (!value.is_number()) return value;
  const bool counts = value.is_counter() || value.type == ValueType::timeticks ||
                      row.motion.kind == Motion::Kind::rate;
  if (counts && !swings(row.motion)) {
    value.number = counted(row, time);
  } else if (swings(row.motion) || row.fade) {
    const double sunk = row.fade ? faded(*row.fade, time.now) : 0;
    value.number = fitted(value.type, measured(row, time) - sunk);
  }
  return value;
}

}  // namespace commune::simulator
