// Links of the inventory as metrics: their ends, their capacity, their load.
#pragma once

#include <vector>

#include "core/model/coverage_picture.hpp"
#include "core/model/inventory.hpp"
#include "exporters/prometheus/metric_page.hpp"

namespace commune {

void add_link_info(const Inventory& inventory, MetricPage& page);

/// `lines` as in CoveragePicture; a link that is not among them has its configured capacity alone.
void add_link_loads(const Inventory& inventory, const std::vector<LineLoad>& lines,
                    MetricPage& page);

}  // namespace commune
