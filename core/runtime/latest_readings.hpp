// Keeps the latest readings of every device and hands out snapshots of them.
#pragma once

#include <memory>
#include <unordered_map>

#include "core/model/sink.hpp"
#include "core/model/snapshot.hpp"
#include "core/runtime/mutex.hpp"

namespace commune {

/// Thread-safe. A snapshot costs one pointer copy a device, taking readings costs one look-up.
class LatestReadings final : public Sink {
 public:
  explicit LatestReadings(std::shared_ptr<const Inventory> inventory);

  /// Readings of a device that is not in the inventory are dropped (a poll that ended after a
  /// reload); those with an empty device id are the agent's own.
  void publish(DeviceReadingsPtr readings) override;

  Snapshot snapshot(Moment now) const;

  /// Readings of devices that are still there stay; those of the others go at once.
  void replace_inventory(std::shared_ptr<const Inventory> inventory);

 private:
  void index_devices() REQUIRES(mutex_);

  mutable Mutex mutex_;
  std::shared_ptr<const Inventory> inventory_ GUARDED_BY(mutex_);
  std::unordered_map<DeviceId, std::size_t> position_ GUARDED_BY(mutex_);
  std::vector<DeviceView> devices_ GUARDED_BY(mutex_);
  DeviceView agent_ GUARDED_BY(mutex_);
};

}  // namespace commune
