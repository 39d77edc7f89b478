// A history held in memory, for tests and benchmarks of reports.
#pragma once

#include <algorithm>
#include <vector>

#include "core/model/history_reader.hpp"

namespace commune::report {

class MemoryHistory : public HistoryReader {
 public:
  std::vector<Interval> kept_intervals;  ///< By subject, then start.
  std::vector<Outage> kept_outages;      ///< By start, then id.
  std::vector<Quality> kept_quality;     ///< Of any roll-up, by start, then device.

  Result<void> intervals(TimeRange range,
                         const std::function<void(const Interval&)>& each) override {
    for (const auto& interval : kept_intervals)
      if (interval.start < range.to && interval.end > range.from) each(interval);
    return {};
  }

  Result<void> outages(TimeRange range, const std::function<void(const Outage&)>& each) override {
    for (const auto& outage : kept_outages)
      if (outage.start < range.to && (!outage.end || *outage.end > range.from)) each(outage);
    return {};
  }

  Result<void> quality(RollUp roll_up, TimeRange range,
                       const std::function<void(const Quality&)>& each) override {
    asked_roll_up = roll_up;
    for (const auto& row : kept_quality)
      if (row.start >= range.from && row.start < range.to) each(row);
    return {};
  }

  Result<std::vector<Maintenance>> maintenance(TimeRange /*range*/) override {
    return std::vector<Maintenance>{};
  }

  Result<std::optional<TimeRange>> extent() override {
    std::optional<TimeRange> all;
    for (const auto& interval : kept_intervals) {
      if (!all) all = TimeRange{interval.start, interval.end};
      all->from = std::min(all->from, interval.start);
      all->to = std::max(all->to, interval.end);
    }
    return all;
  }

  RollUp asked_roll_up = RollUp::day;
};

}  // namespace commune::report
