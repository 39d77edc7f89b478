// Reads the merged intervals of one subject after the other from a server, a day at a time. Days in
// which nothing changed are known by their ends, so that a year is not a year's samples.
#pragma once

#include <map>
#include <set>
#include <utility>
#include <vector>

#include "agent/central/prometheus_query.hpp"
#include "agent/central/state_samples.hpp"

namespace commune::central {

/// Not thread-safe.
class CoverageSeries {
 public:
  /// `extent`: the range of the server's samples. `query` outlives it.
  CoverageSeries(PrometheusQuery& query, TimeRange extent) : query_(query), extent_(extent) {}

  /// Intervals that overlap the range. The last one is whole where it is `down`; of others it is
  /// known for a day beyond the range. `at_home`: the vantages at the subject itself.
  Result<std::vector<Interval>> intervals(const Subject& subject, const std::set<SiteId>& at_home,
                                          TimeRange range);

 private:
  using Lines = std::map<SiteId, StateSeries>;

  Result<void> read(TimeRange range, const Subject& subject, Lines& lines);
  Result<void> read_whole(TimeRange range, const Subject& subject, Lines& lines);
  /// True if every sample until then only says that the states continue; the lines then know it.
  Result<bool> goes_on(LedgerTime until, const Subject& subject, Lines& lines);
  Result<bool> is_busy(LedgerTime day, const Subject& subject);

  PrometheusQuery& query_;
  TimeRange extent_;
  /// By day, and whether they are villages: who had a change.
  std::map<std::pair<LedgerTime, bool>, std::set<Subject>> busy_;
};

}  // namespace commune::central
