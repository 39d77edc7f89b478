#include "agent/run/device_watch.hpp"

#include <utility>

#include <fmt/format.h>

namespace commune {
namespace {

std::string why_silent(const DeviceView& device) {
  std::string why;
  for (const auto& readings : device.by_source) {
    if (!readings || readings->failure.empty()) continue;
    const char* source = readings->source == Source::icmp ? "ICMP" : "SNMP";
    why += fmt::format("{}{}: {}", why.empty() ? "" : "; ", source, readings->failure);
  }
  return why;
}

}  // namespace

std::vector<DeviceWatch::News> DeviceWatch::look(const Snapshot& snapshot) {
  std::vector<News> news;
  std::unordered_map<DeviceId, Reachability> seen;
  for (std::size_t i = 0; i < snapshot.devices.size(); ++i) {
    const DeviceId& id = snapshot.inventory->devices[i].id;
    const Reachability state = reachability(snapshot.devices[i], snapshot.taken.mono);
    const auto before = known_.find(id);
    const Reachability known = before == known_.end() ? Reachability::unmeasured : before->second;
    seen[id] = state;
    if (state == known) continue;
    if (known == Reachability::unmeasured && state == Reachability::reachable) continue;
    news.push_back(
        {id, known, state,
         state == Reachability::silent ? why_silent(snapshot.devices[i]) : std::string()});
  }
  known_ = std::move(seen);
  return news;
}

std::string to_text(const DeviceWatch::News& news) {
  switch (news.now) {
    case Reachability::reachable:
      return fmt::format("device {} answers again", news.device.value);
    case Reachability::silent:
      return fmt::format("device {} is silent{}{}", news.device.value, news.why.empty() ? "" : ": ",
                         news.why);
    case Reachability::unmeasured:
      return fmt::format("device {} is no longer measured", news.device.value);
  }
  return {};
}

}  // namespace commune
