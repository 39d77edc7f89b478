// Adds up a ledger by calendar period: the arithmetic of the coverage export. Pure; knows nothing
// of files.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "core/model/coverage.hpp"
#include "exporters/report/periods.hpp"

namespace commune::report {

using CauseTimes = std::array<Milliseconds, kCauseCount>;

/// Millionths of a whole, rounded down: 1,000,000 only where nothing is missing.
struct Ratio {
  std::int64_t millionths = 0;

  friend bool operator==(const Ratio&, const Ratio&) = default;
};

/// What one subject did in one period. The states' times add up to what the ledger knows of it.
struct CoverageFigures {
  StateTimes times{};
  std::uint64_t outages = 0;        ///< That began in the period.
  Milliseconds longest_outage{};    ///< The longest of these, with its part beyond the period.
  Milliseconds outages_together{};  ///< Their sum, likewise.
  CauseTimes down_causes{}, unmeasured_causes{};

  Milliseconds in(State state) const { return times.at(static_cast<std::size_t>(state)); }
  Milliseconds known() const;
  /// Empty when nothing was measured.
  std::optional<Ratio> availability() const;
  /// Empty when the ledger knows nothing.
  std::optional<Ratio> measured_share() const;
  /// Empty without outages. To the millisecond, rounded down.
  std::optional<Milliseconds> mean_time_to_repair() const;
  /// The cause of the most `down` time, of equal ones the outermost; empty without any.
  std::optional<Cause> main_cause() const;

  CoverageFigures& operator+=(const CoverageFigures& other);
};

/// Takes intervals by subject, then start, and gives each subject's figures, one for each period,
/// when its last interval has passed. Holds one subject at a time. Not thread-safe.
class CoverageRows {
 public:
  using Each = std::function<void(const Subject&, std::span<const CoverageFigures>)>;

  /// `periods` outlives it.
  CoverageRows(std::span<const PeriodBounds> periods, Each each);

  void add(const Interval& interval);
  /// Gives what is still held. To be called once, at the end.
  void end_subject();

 private:
  std::size_t period_at(LedgerTime time) const;
  void end_outage();

  std::span<const PeriodBounds> periods_;
  Each each_;
  std::optional<Subject> subject_;
  std::optional<TimeRange> outage_;  ///< The unbroken `down` that the last interval belongs to.
  std::vector<CoverageFigures> figures_;
};

}  // namespace commune::report
