#include "exporters/remote_write/remote_write.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include <spdlog/spdlog.h>

namespace commune::remote_write {
namespace {

// Only the operator knows whether the samples for a removed receiver are still needed.
void log_orphaned_queues(const Options& options) {
  std::error_code error;
  for (std::filesystem::directory_iterator each(*options.directory + "/remote_write", error), end;
       !error && each != end; each.increment(error)) {
    const std::string name = each->path().filename().string();
    const bool known = std::any_of(options.receivers.begin(), options.receivers.end(),
                                   [&](const Receiver& receiver) { return receiver.id == name; });
    std::error_code not_listed;
    if (known || std::filesystem::is_empty(each->path(), not_listed) || not_listed) continue;
    spdlog::warn("remote write: receiver \"{}\" is no longer configured; its queue stays in {}",
                 name, each->path().string());
  }
}

}  // namespace

// The others end here, outside the lock, so that their queues are free for their successors.
RemoteWrite::Shipments RemoteWrite::keep_only(const std::vector<Receiver>& receivers) {
  Shipments gone;
  const MutexLock lock(mutex_);
  const auto stays = [&](const auto& shipment) {
    return std::find(receivers.begin(), receivers.end(), shipment->receiver()) != receivers.end();
  };
  const auto first_gone = std::stable_partition(shipments_.begin(), shipments_.end(), stays);
  gone.assign(first_gone, shipments_.end());
  shipments_.erase(first_gone, shipments_.end());
  return gone;
}

Result<void> RemoteWrite::use(const Options& options) {
  const MutexLock one_at_a_time(using_);
  keep_only(options.receivers).clear();
  Shipments kept;
  {
    const MutexLock lock(mutex_);
    kept = shipments_;
  }
  Shipments after;
  Result<void> done;
  for (const Receiver& receiver : options.receivers) {
    const auto same = std::find_if(kept.begin(), kept.end(), [&](const auto& shipment) {
      return shipment->receiver() == receiver;
    });
    if (same != kept.end()) {
      after.push_back(*same);
      continue;
    }
    auto opened = Shipment::open(options, receiver, dependencies_);
    if (opened)
      after.push_back(std::move(*opened));
    else
      done = tl::unexpected(opened.error());
  }
  if (!options.directory->empty()) log_orphaned_queues(options);
  const MutexLock lock(mutex_);
  shipments_ = std::move(after);
  return done;
}

void RemoteWrite::stop() {
  (void)use({});
}

// Holds the lock to the end, so that keep_only() is the last to hold a removed shipment.
std::vector<RemoteWriteFigures> RemoteWrite::figures() const {
  const MutexLock lock(mutex_);
  std::vector<RemoteWriteFigures> figures;
  for (const auto& shipment : shipments_)
    figures.push_back(shipment->figures());
  return figures;
}

}  // namespace commune::remote_write
