// Metrics that say what there is: sites, devices, and whether devices are reachable.
#pragma once

#include <string_view>
#include <vector>

#include "core/model/snapshot.hpp"
#include "exporters/prometheus/metric_page.hpp"

namespace commune {

/// Where a device stands: its village, site and device labels; an empty one is left out. Views into
/// the inventory.
struct Place {
  std::string_view village, site, device;
};

/// One for each of inventory.devices, in its order.
std::vector<Place> places(const Inventory& inventory);

/// Where the agent stands; no device.
Place vantage_place(const Inventory& inventory);

void add_place_labels(const Place& place, MetricPage& page);

/// Names and households.
void add_villages(const Inventory& inventory, MetricPage& page);

void add_site_info(const Inventory& inventory, MetricPage& page);

/// Vendor, model and firmware are the last that the device reported: they stay when it falls
/// silent.
void add_device_info(const Snapshot& snapshot, const std::vector<Place>& places, MetricPage& page);

/// A device that is not measured has no series.
void add_device_up(const Snapshot& snapshot, const std::vector<Place>& places, MetricPage& page);

}  // namespace commune
