// Metrics that were measured: the readings of every device and the agent's own, in the order of the
// quantity table.
#pragma once

#include <vector>

#include "core/model/snapshot.hpp"
#include "exporters/prometheus/inventory_metrics.hpp"
#include "exporters/prometheus/metric_page.hpp"

namespace commune {

/// Stale readings are not shown. commune_snmp_up, commune_snmp_table_up and
/// commune_snmp_table_last_success_timestamp_seconds are made here, from what the SNMP collector
/// says of its poll (`answered`, `tables`): it need not send them as readings.
void add_readings(const Snapshot& snapshot, const std::vector<Place>& places, MetricPage& page);

}  // namespace commune
