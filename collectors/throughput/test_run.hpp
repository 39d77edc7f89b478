// One run of a test from beginning to end: waits for an idle line, reserves the bytes on disk,
// measures, gives back the unused bytes.
#pragma once

#include <functional>

#include "collectors/throughput/account_file.hpp"
#include "collectors/throughput/line.hpp"
#include "collectors/throughput/measurement.hpp"

namespace commune::throughput {

/// What a run works with. All of it outlives the run.
struct Dependencies {
  const AccountFile& file;
  const Calendar& calendar;
  const LineCounters& counters;
  std::function<Moment()> now;
  /// Waits; false when the run must stop.
  std::function<bool(Milliseconds)> wait;
  std::function<bool()> stopping;
  std::function<void(const Progress&)> progress;
};

struct RunPlan {
  Milliseconds patience{0};  ///< How long it may wait for the line to be idle.
  bool mind_others = true;   ///< Wait for an idle line, and stop for others' traffic.
  LedgerTime window{};       ///< Begin of the window, to count attempts in it.
};

struct RunReport {
  LedgerTime begin{};
  Measured measured;
};

/// The line must have been idle for so long.
inline constexpr Milliseconds kQuietBefore{10'000};

/// Minimum for each connection: the first windows alone may use less up.
inline constexpr std::uint64_t kLeastBytes = 512U << 10U;

/// The account's past after a run.
Past after(const Past& past, Ending ending, LedgerTime begin, LedgerTime window);

/// Blocks until the run is over. The report holds the result; a run that moved bytes is also
/// entered on disk.
RunReport run_test(const SpeedTest& test, const RunPlan& plan, const Dependencies& dependencies);

}  // namespace commune::throughput
