// One vantage's word on one subject, as a server heard it now and then, back into intervals. Pure.
#pragma once

#include <optional>
#include <vector>

#include "core/model/coverage.hpp"

namespace commune::central {

/// What was heard at one moment: a state, and since when it holds.
struct StateSample {
  LedgerTime seen{};
  State state = State::unmeasured;
  LedgerTime since{};

  friend bool operator==(const StateSample&, const StateSample&) = default;
};

/// After so long without a word nothing is known; Prometheus holds the same.
inline constexpr Milliseconds kStale = std::chrono::minutes(5);

/// Takes samples by time. A state begins exactly where it says and ends where the next one begins.
/// `no_evidence` between two states: a silence longer than kStale; a state that went and came
/// again unseen; a silence after which the agent itself had yet to see anything.
class StateSeries {
 public:
  explicit StateSeries(Subject subject);

  void add(const StateSample& sample);

  /// Whether the sample only says that the present state continues.
  bool goes_on(const StateSample& sample) const;

  /// Intervals without gap or overlap. The last one is open, to `end`, where its last word is no
  /// older than kStale by then.
  std::vector<Interval> intervals(LedgerTime end) const;

 private:
  bool was_lost_before(const StateSample& next) const;
  void close(LedgerTime end);

  Subject subject_;
  std::vector<Interval> past_;
  std::optional<StateSample> current_;  ///< `seen`: its last word.
  Milliseconds pace_{};                 ///< Between the last two samples.
};

}  // namespace commune::central
