// The inventory of the latest readings, as a part.
#pragma once

#include "agent/run/part.hpp"
#include "core/runtime/latest_readings.hpp"

namespace commune {

class InventoryPart final : public Part {
 public:
  explicit InventoryPart(LatestReadings& latest) : Part("inventory"), latest_(latest) {}

  Turn turn() const override { return Turn::together; }
  Result<void> use(const Configuration& next) override {
    latest_.replace_inventory(next.inventory);
    return {};
  }

 private:
  LatestReadings& latest_;
};

}  // namespace commune
