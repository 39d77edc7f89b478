// One measurement: round trips on the idle line, then each direction in turn, until its time or its
// bytes are over or somebody says stop.
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>

#include "collectors/throughput/options.hpp"
#include "collectors/throughput/socket_counts.hpp"

namespace commune::throughput {

/// How a run came to its end.
enum class Ending : std::uint8_t {
  done,
  limited,  ///< Measured, but by a machine that was too slow.
  yielded,  ///< Somebody needs the line.
  failed,
  skipped,  ///< Never began: the line was busy, the clock unknown, another test under way.
  budget,   ///< Too few bytes left to begin, or to tell.
  stopped   ///< The agent ends.
};
inline constexpr std::size_t kEndingCount = 7;
std::string_view to_string(Ending ending);

/// How far it is; rates in bytes a second.
struct Progress {
  std::optional<Direction> direction;  ///< Empty: round trips on the idle line.
  Milliseconds elapsed{0};             ///< Of this direction.
  double rate = 0;                     ///< Over the last bins.
};

struct Why {
  Ending ending;
  std::string text;  ///< For people.
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
  /// Asked every few tens of milliseconds: a reason to stop at once. `ours`: on the wire since the
  /// begin; `complete` is false while what is on its way to closed connections is not among it.
  std::function<std::optional<Why>(LineCount ours, bool complete)> stop;
  std::function<void(const Progress&)> progress;
};

/// A peer that sends, or takes, nothing for so long has vanished.
inline constexpr Milliseconds kStall{700};

/// Of a budget that does not suffice for the whole run, what this direction may use. Shares follow
/// what is contracted.
std::uint64_t share_of(const SpeedTest& test, Direction direction, std::uint64_t left);

/// Bytes on the wire that a run is expected to need at most; empty when nothing says how fast the
/// line is.
std::optional<std::uint64_t> expected_bytes(const SpeedTest& test);

/// Blocks for as long as it takes.
Measured measure(const SpeedTest& test, const Conditions& conditions);

}  // namespace commune::throughput
