#include "exporters/remote_write/remote_write.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include <spdlog/spdlog.h>

namespace commune::remote_write {
namespace {

// Samples that wait for a receiver which is not configured any more: nobody but the operator knows
// whether they are wanted.
void tell_of_orphans(const Options& options) {
  std::error_code error;
  for (std::filesystem::directory_iterator each(options.directory + "/remote_write", error), end;
       !error && each != end; each.increment(error)) {
    const std::string name = each->path().filename().string();
    const bool known = std::any_of(options.receivers.begin(), options.receivers.end(),
                                   [&](const Receiver& receiver) { return receiver.id == name; });
    std::error_code not_listed;
    if (known || std::filesystem::is_empty(each->path(), not_listed) || not_listed) continue;
    spdlog::warn("remote write: there is no receiver \"{}\" any more; its queue stays in {}", name,
                 each->path().string());
  }
}

}  // namespace

Result<void> RemoteWrite::use(const Options& options) {
  const std::lock_guard one_at_a_time(using_);
  Shipments before;
  {
    const std::lock_guard lock(mutex_);
    before = std::exchange(shipments_, {});
  }
  Shipments after;
  Result<void> done;
  std::erase_if(before, [&](const auto& shipment) {
    const bool stays = std::find(options.receivers.begin(), options.receivers.end(),
                                 shipment->receiver()) != options.receivers.end();
    return !stays;  // Ends here: the queue is free for its successor.
  });
  for (const Receiver& receiver : options.receivers) {
    const auto same = std::find_if(before.begin(), before.end(), [&](const auto& shipment) {
      return shipment->receiver() == receiver;
    });
    if (same != before.end()) {
      after.push_back(*same);
      continue;
    }
    auto opened = Shipment::open(options, receiver, surroundings_);
    if (opened)
      after.push_back(std::move(*opened));
    else
      done = tl::unexpected(opened.error());
  }
  if (!options.directory.empty()) tell_of_orphans(options);
  const std::lock_guard lock(mutex_);
  shipments_ = std::move(after);
  return done;
}

void RemoteWrite::stop() {
  (void)use({});
}

// Under the lock to the end: use() must find itself to be the last to hold a shipment that goes.
std::vector<RemoteWriteFigures> RemoteWrite::figures() const {
  const std::lock_guard lock(mutex_);
  std::vector<RemoteWriteFigures> figures;
  for (const auto& shipment : shipments_)
    figures.push_back(shipment->figures());
  return figures;
}

}  // namespace commune::remote_write
