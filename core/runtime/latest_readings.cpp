#include "core/runtime/latest_readings.hpp"

#include <utility>

namespace commune {

LatestReadings::LatestReadings(std::shared_ptr<const Inventory> inventory)
    : inventory_(std::move(inventory)) {
  const MutexLock lock(mutex_);
  index_devices();
}

void LatestReadings::index_devices() {
  position_.clear();
  for (std::size_t i = 0; i < inventory_->devices.size(); ++i)
    position_.emplace(inventory_->devices[i].id, i);
  devices_.resize(inventory_->devices.size());
}

void LatestReadings::publish(DeviceReadingsPtr readings) {
  const auto slot = static_cast<std::size_t>(readings->source);
  const MutexLock lock(mutex_);
  if (readings->device.empty()) {
    agent_.by_source[slot] = std::move(readings);
    return;
  }
  const auto found = position_.find(readings->device);
  if (found != position_.end()) devices_[found->second].by_source[slot] = std::move(readings);
}

Snapshot LatestReadings::snapshot(Moment now) const {
  const MutexLock lock(mutex_);
  Snapshot picture{inventory_, now, devices_, {}};
  for (const auto& readings : agent_.by_source)
    if (readings) picture.agent.push_back(readings);
  return picture;
}

void LatestReadings::replace_inventory(std::shared_ptr<const Inventory> inventory) {
  const MutexLock lock(mutex_);
  const auto old_position = std::exchange(position_, {});
  auto old_devices = std::exchange(devices_, {});
  inventory_ = std::move(inventory);
  index_devices();
  for (const auto& [id, position] : position_)
    if (const auto old = old_position.find(id); old != old_position.end())
      devices_[position] = std::move(old_devices[old->second]);
}

}  // namespace commune
