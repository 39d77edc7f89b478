#include "collectors/snmp/poll/polling_plan.hpp"

#include <algorithm>

#include "collectors/snmp/poll/bulk_size.hpp"

namespace commune::snmp {
namespace {

// IPv4, UDP and the SNMP envelope around the variable bindings.
constexpr double kEnvelopeBytes = 28 + 34;
// OID, tag and value of a counter of ifXTable.
constexpr double kVarbindBytes = 23;

void add_scalar(std::vector<Step>& steps, ColumnRef column) {
  if (steps.empty() || steps.back().columns.size() == kScalarsInGet) steps.emplace_back();
  steps.back().columns.push_back(column);
}

}  // namespace

PollingPlan make_plan(const Profile& profile) {
  PollingPlan plan;
  plan.walks.resize(profile.tables.size());
  plan.constant_walks.resize(profile.tables.size());
  for (std::size_t t = 0; t < profile.tables.size(); ++t) {
    const Table& table = *profile.tables[t];
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      const bool constant = table.columns[c].constant;
      if (table.scalar)
        add_scalar(constant ? plan.constant_scalars : plan.scalars, {t, c});
      else
        (constant ? plan.constant_walks : plan.walks)[t].columns.push_back({t, c});
    }
  }
  plan.lean_walks = plan.walks;
  for (std::size_t t = 0; t < profile.tables.size(); ++t) {
    const auto& spares = plan.spares.emplace_back(spare_columns(profile, t));
    std::erase_if(plan.lean_walks[t].columns, [&](ColumnRef ref) {
      return std::any_of(spares.begin(), spares.end(),
                         [&](const Spare& spare) { return spare.column == ref.column; });
    });
  }
  return plan;
}

PollCost expected_cost(const PollingPlan& plan, std::size_t rows) {
  PollCost cost;
  for (const Step& step : plan.scalars) {
    const auto scalars = static_cast<double>(step.columns.size());
    cost.requests += 1;
    cost.bytes += 2 * (kEnvelopeBytes + scalars * kVarbindBytes);
  }
  const BulkSize size(255);
  for (const Step& step : plan.lean_walks) {
    std::size_t columns_left = step.columns.size();
    while (columns_left > 0) {
      const std::size_t columns = std::min(columns_left, size.columns());
      const auto repetitions = static_cast<std::size_t>(size.repetitions(rows, columns));
      const std::size_t whole_replies = (rows + repetitions) / repetitions;
      const auto replies = static_cast<double>(whole_replies);
      const auto width = static_cast<double>(columns);
      cost.requests += replies;
      cost.bytes += replies * (2 * kEnvelopeBytes + width * kVarbindBytes) +
                    static_cast<double>(rows + 1) * width * kVarbindBytes;
      columns_left -= columns;
    }
  }
  return cost;
}

}  // namespace commune::snmp
