// Sends the agent's samples to servers that cannot reach it, by Prometheus remote write 1.0, and
// keeps them on disk while the way there is broken.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "core/model/remote_write_figures.hpp"
#include "core/model/result.hpp"
#include "exporters/remote_write/options.hpp"
#include "exporters/remote_write/shipment.hpp"

namespace commune::remote_write {

/// Thread-safe.
class RemoteWrite {
 public:
  explicit RemoteWrite(Surroundings surroundings) : surroundings_(std::move(surroundings)) {}

  /// Begins, or goes on with other receivers: one that stays as it was is not disturbed, and one
  /// that is gone leaves its queue on disk. Errors: a queue of a newer agent's.
  Result<void> use(const Options& options);

  /// What is not delivered is on disk then.
  void stop();

  /// In the order of the configuration.
  std::vector<RemoteWriteFigures> figures() const;

 private:
  using Shipments = std::vector<std::shared_ptr<Shipment>>;

  Surroundings surroundings_;
  std::mutex using_;
  mutable std::mutex mutex_;  ///< Of what follows.
  Shipments shipments_;
};

}  // namespace commune::remote_write
