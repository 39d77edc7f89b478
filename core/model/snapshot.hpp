// A picture of the commune at one moment: what exporters see. Immutable and shared.
#pragma once

#include <array>
#include <memory>
#include <vector>

#include "core/model/inventory.hpp"
#include "core/model/reading.hpp"

namespace commune {

/// The latest that each collector said of one device; nullptr where it said nothing yet.
struct DeviceView {
  std::array<DeviceReadingsPtr, kSourceCount> by_source;

  const DeviceReadings* of(Source source) const {
    return by_source[static_cast<std::size_t>(source)].get();
  }
};

struct Snapshot {
  std::shared_ptr<const Inventory> inventory;
  Moment taken;
  std::vector<DeviceView> devices;       ///< One for each of inventory->devices, in its order.
  std::vector<DeviceReadingsPtr> agent;  ///< The agent's own figures (Scope::agent), by collector.
};

}  // namespace commune
