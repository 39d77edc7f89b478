// wifi: an access point of the site is reachable with a radio up, and the site's way out works.
#include <algorithm>

#include "agent/coverage/judge_access.hpp"

namespace commune::coverage {
namespace {

bool is_access_point(const Scene& scene, DeviceIndex device) {
  const DeviceEvidence& evidence = scene.evidence.devices[device];
  const bool radiates = evidence.radios && evidence.radios->reported > 0;
  return scene.topology.device(device).kind == DeviceKind::access_point || radiates ||
         evidence.access_points;
}

Verdict judge_reachable(const Scene& scene, const DeviceVerdict& device, DeviceIndex index) {
  const DeviceEvidence& evidence = scene.evidence.devices[index];
  const auto& radios = evidence.radios;
  if (radios && radios->reported > 0 && radios->up == 0)
    return down(Cause::radio, index, radios.at);
  const auto& controlled = evidence.access_points;
  if (controlled && controlled->up == 0) return down(Cause::unknown, index, controlled.at);
  const WifiThresholds& thresholds = scene.thresholds.wifi;
  if (controlled && controlled->up < controlled->known)
    return degraded(Cause::device, index, controlled.at);
  const bool busy = radios && radios->channel_utilization_ratio.value_or(0) >
                                  thresholds.channel_utilization_ratio;
  const bool crowded = radios && radios->clients.value_or(0) > thresholds.clients;
  if (busy || crowded) return degraded(Cause::congestion, index, radios.at);
  if (suffers(evidence, thresholds.path)) return degraded(Cause::unknown, index, MonoTime::max());
  return from(device);
}

Verdict judge_access_point(const Scene& scene, const DeviceVerdict& device, DeviceIndex index) {
  if (device.kind != DeviceVerdict::Kind::serving) return from(device);
  Verdict verdict = judge_reachable(scene, device, index);
  verdict.in_doubt_since = device.in_doubt_since;
  return verdict;
}

/// The service that people at a site with several access points get.
Verdict together(const std::vector<Verdict>& points) {
  const auto any = [&](State state) {
    return std::find_if(points.begin(), points.end(),
                        [state](const Verdict& point) { return point.state == state; });
  };
  const auto serving = any(State::up);
  const auto worse = any(State::degraded);
  const auto broken = any(State::down);
  const auto unknown = any(State::unmeasured);
  if (serving == points.end() && worse == points.end()) {
    // An unmeasured one may serve.
    if (unknown != points.end()) return *unknown;
    // The service ends with the last one.
    Verdict all = *broken;
    for (const Verdict& point : points)
      if (point.since > all.since) all = point;
    return all;
  }
  if (worse != points.end()) return *worse;
  if (broken != points.end()) return degraded(broken->cause, broken->root, broken->since);
  Verdict best = *serving;
  // If one of them turns out to be silent, the access is degraded from then on.
  for (const Verdict& point : points)
    best.in_doubt_since = earlier(best.in_doubt_since, point.in_doubt_since);
  return best;
}

}  // namespace

Verdict judge_wifi(const Scene& scene, const std::vector<DeviceVerdict>& devices, SiteIndex site) {
  std::vector<Verdict> points;
  for (const DeviceIndex device : scene.topology.devices_at(site))
    if (is_access_point(scene, device))
      points.push_back(judge_access_point(scene, devices[device], device));
  if (points.empty()) return unmeasured(Cause::not_instrumented);
  Verdict site_wifi = together(points);
  const bool serves = site_wifi.state == State::up || site_wifi.state == State::degraded;
  if (!serves) return site_wifi;
  if (const auto hop = broken_way_out(scene, site)) return down_by_way_out(scene, site, *hop);
  site_wifi.in_doubt_since = earlier(site_wifi.in_doubt_since, way_out_in_doubt_since(scene, site));
  return site_wifi;
}

}  // namespace commune::coverage
