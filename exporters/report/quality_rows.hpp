// Adds up quality by what is measured and calendar period: loss, round trips, traffic, extremes.
// Pure.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "core/model/history_reader.hpp"
#include "exporters/report/coverage_rows.hpp"
#include "exporters/report/periods.hpp"

namespace commune::report {

/// Share of the requests without a reply; empty without requests.
std::optional<Ratio> loss(const Quality& quality);

/// Takes rows by start of a roll-up no longer than the periods, and gives one for each thing that
/// is measured and period, by period, then kind, name and site; `start` is that of the first row in
/// it. Holds one period at a time. Not thread-safe.
class QualityRows {
 public:
  using Each = std::function<void(const PeriodBounds&, const Quality&)>;

  /// `periods` outlives it.
  QualityRows(std::span<const PeriodBounds> periods, Each each);

  void add(const Quality& row);
  void end_period();

 private:
  std::span<const PeriodBounds> periods_;
  Each each_;
  std::size_t period_ = 0;
  std::map<std::tuple<Measured, std::string, SiteId>, Quality> measured_;
};

}  // namespace commune::report
