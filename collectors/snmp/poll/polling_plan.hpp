// What one poll asks for, made from the profile: scalars batched in GETs, columns of a table side
// by side. Pure.
#pragma once

#include <cstddef>
#include <vector>

#include "collectors/snmp/profile/profile.hpp"
#include "collectors/snmp/profile/spare_columns.hpp"

namespace commune::snmp {

/// A column of a table of the profile, by position.
struct ColumnRef {
  std::size_t table = 0;
  std::size_t column = 0;

  friend bool operator==(const ColumnRef&, const ColumnRef&) = default;
};

/// Columns of one table that are walked together, or scalars that are fetched together.
struct Step {
  std::vector<ColumnRef> columns;

  friend bool operator==(const Step&, const Step&) = default;
};

/// All requests of the profile, separated by how often their values change.
struct PollingPlan {
  std::vector<Step> scalars;  ///< One GET each.
  std::vector<Step> constant_scalars;
  std::vector<Step> walks;  ///< One walk for each table, by its position; empty for scalar tables.
  std::vector<Step> constant_walks;  ///< Likewise.
  std::vector<Step> lean_walks;      ///< `walks` without the spare columns.
  std::vector<std::vector<Spare>> spares;
};

/// Scalars in one GET at most: old devices answer longer ones with tooBig.
inline constexpr std::size_t kScalarsInGet = 20;

PollingPlan make_plan(const Profile& profile);

/// What the plan costs a poll once the device is known, for `check --explain`: requests, and octets
/// both ways with their UDP and IP headers, for tables of `rows` rows.
struct PollCost {
  double requests = 0;
  double bytes = 0;
};
PollCost expected_cost(const PollingPlan& plan, std::size_t rows);

}  // namespace commune::snmp
