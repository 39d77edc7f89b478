// Sends the agent's samples to servers that cannot reach it, by Prometheus remote write 1.0, and
// keeps them on disk while the connection is broken.
#pragma once

#include <memory>
#include <vector>

#include "core/model/remote_write_figures.hpp"
#include "core/model/result.hpp"
#include "core/runtime/mutex.hpp"
#include "exporters/remote_write/options.hpp"
#include "exporters/remote_write/shipment.hpp"

namespace commune::remote_write {

/// Thread-safe.
class RemoteWrite {
 public:
  explicit RemoteWrite(Dependencies dependencies) : dependencies_(std::move(dependencies)) {}

  /// Starts, or changes to other receivers: an unchanged receiver is not disturbed, and the queue
  /// of a removed receiver stays on disk. Errors: a newer agent's queue.
  Result<void> use(const Options& options) EXCLUDES(mutex_);

  /// When it returns, undelivered samples are on disk.
  void stop();

  /// In the order of the configuration.
  std::vector<RemoteWriteFigures> figures() const;

 private:
  using Shipments = std::vector<std::shared_ptr<Shipment>>;

  Shipments keep_only(const std::vector<Receiver>& receivers) EXCLUDES(mutex_);

  Dependencies dependencies_;
  Mutex using_;  ///< Only one use() at a time.
  mutable Mutex mutex_;
  Shipments shipments_ GUARDED_BY(mutex_);
};

}  // namespace commune::remote_write
