#include "agent/coverage/judge_access.hpp"

#include <algorithm>
#include <array>

namespace commune::coverage {

Verdict unmeasured(Cause cause, MonoTime since) {
  return {State::unmeasured, cause, {}, since, {}};
}

Verdict down(Cause cause, std::optional<DeviceIndex> root, MonoTime since) {
  return {State::down, cause, root, since, {}};
}

Verdict degraded(Cause cause, std::optional<DeviceIndex> root, MonoTime since) {
  return {State::degraded, cause, root, since, {}};
}

Verdict up(MonoTime since, std::optional<MonoTime> in_doubt_since) {
  return {State::up, Cause::none, {}, since, in_doubt_since};
}

Verdict from(const DeviceVerdict& device) {
  switch (device.kind) {
    case DeviceVerdict::Kind::serving:
      return up(device.since, device.in_doubt_since);
    case DeviceVerdict::Kind::silent:
      return down(device.cause, device.root, device.since);
    case DeviceVerdict::Kind::unmeasured:
      break;
  }
  Verdict verdict = unmeasured(device.cause, device.since);
  verdict.in_doubt_since = device.in_doubt_since;
  return verdict;
}

bool suffers(const DeviceEvidence& device, const PathThresholds& thresholds) {
  // Unanswered packets of a device that is falling silent are not loss.
  if (!device.path || device.in_doubt_since) return false;
  return device.path->loss_ratio > thresholds.loss_ratio ||
         (device.path->round_trip && *device.path->round_trip > thresholds.round_trip);
}

std::optional<DeviceIndex> broken_way_out(const Scene& scene, SiteIndex site) {
  if (scene.topology.vantage() != site) return std::nullopt;
  for (const DeviceIndex hop : scene.topology.own_way_out())
    if (scene.topology.site_of(hop) != site &&
        scene.evidence.devices[hop].reachability == Reachability::silent)
      return hop;
  return std::nullopt;
}

std::optional<MonoTime> way_out_in_doubt_since(const Scene& scene, SiteIndex site) {
  std::optional<MonoTime> since;
  if (scene.topology.vantage() != site) return since;
  for (const DeviceIndex hop : scene.topology.own_way_out())
    if (scene.topology.site_of(hop) != site)
      since = earlier(since, scene.evidence.devices[hop].in_doubt_since);
  return since;
}

std::optional<MonoTime> earlier(std::optional<MonoTime> one, std::optional<MonoTime> other) {
  if (!one || !other) return one ? one : other;
  return std::min(*one, *other);
}

Verdict down_by_way_out(const Scene& scene, SiteIndex site, DeviceIndex silent_hop) {
  const auto entry = scene.topology.entry_of(site);
  const auto link = entry ? scene.topology.link_between(*entry, silent_hop) : std::nullopt;
  const MonoTime since = scene.evidence.devices[silent_hop].since;
  if (link && scene.topology.near_end(*link) == *entry) {
    const auto& port = scene.evidence.links[*link].port_up;
    if (port && !*port) return down(Cause::fibre, entry, std::min(since, port.at));
  }
  return down(Cause::upstream, silent_hop, since);
}

Verdict judge(const Scene& scene, const std::vector<DeviceVerdict>& devices, SiteIndex site,
              Access access) {
  switch (access) {
    case Access::fibre:
      return judge_fibre(scene, devices, site);
    case Access::wifi:
      return judge_wifi(scene, devices, site);
    case Access::mobile:
      return judge_mobile(scene, devices, site);
    case Access::loudspeaker:
      return judge_loudspeaker(scene, devices, site);
    case Access::internet:
      return judge_internet(scene, devices, site);
  }
  return {};
}

State best_of(State one, State other) {
  // Worst first.
  constexpr std::array kOrder = {State::unmeasured, State::planned, State::down, State::degraded,
                                 State::up};
  const auto rank = [&](State state) { return std::find(kOrder.begin(), kOrder.end(), state); };
  return rank(one) < rank(other) ? other : one;
}

}  // namespace commune::coverage
