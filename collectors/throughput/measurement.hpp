// One measurement: round trips on the idle line, then each direction in turn, until its time or its
// budget is over or a condition stops it.
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>

#include "collectors/throughput/options.hpp"
#include "collectors/throughput/socket_counts.hpp"

namespace commune::throughput {

/// How a run ended.
enum class Ending : std::uint8_t {
  done,
  limited,  ///< Measured, but the machine was too slow.
  yielded,  ///< Others use the line.
  failed,
  skipped,  ///< Never began: the line was busy, the clock unknown, another test under way.
  budget,   ///< Too few bytes left to begin or for a result.
  stopped   ///< The agent stops.
};
inline constexpr std::size_t kEndingCount = 7;
std::string_view to_string(Ending ending);

/// How far it is; rates in bytes a second.
struct Progress {
  std::optional<Direction> direction;  ///< Empty: round trips on the idle line.
  Milliseconds elapsed{0};             ///< In this direction.
  double rate = 0;                     ///< Over the last bins.
};

struct Why {
  Ending ending;
  std::string text;  ///< Text for a message.
};

struct Measured {
  Ending ending = Ending::done;
  std::string why;  ///< Empty when done.
  /// Application payload over time, slow start left out; bytes a second.
  std::array<std::optional<double>, kDirectionCount> rate;
  std::optional<double> idle_seconds;  ///< Medians of the time to open a TCP connection.
  std::array<std::optional<double>, kDirectionCount> loaded_seconds;
  std::array<std::uint64_t, kDirectionCount> bytes{};  ///< On the wire, both ways, by phase.
  std::uint64_t used = 0;                              ///< On the wire in all.
};

struct Conditions {
  std::uint64_t budget = 0;  ///< Bytes on the wire that may be used, never more.
  /// Called every few tens of milliseconds; returns a reason to stop at once. `ours`: bytes on the
  /// wire since the start; `complete` is false while bytes in flight to closed connections are
  /// missing.
  std::function<std::optional<Why>(LineCount ours, bool complete)> stop;
  std::function<void(const Progress&)> progress;
};

/// A peer that sends or accepts nothing for this long is gone.
inline constexpr Milliseconds kStall{700};

/// The share of this direction in a budget that is too small for the whole run, by the contracted
/// rates.
std::uint64_t share_of(const SpeedTest& test, Direction direction, std::uint64_t left);

/// Bytes on the wire that a run is expected to need at most; empty when the speed of the line is
/// unknown.
std::optional<std::uint64_t> expected_bytes(const SpeedTest& test);

/// Blocks until the measurement has ended.
Measured measure(const SpeedTest& test, const Conditions& conditions);

}  // namespace commune::throughput
