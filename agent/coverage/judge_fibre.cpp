// fibre: the port is up, the ONU registered, light above the floor, the far end answers.
#include <algorithm>

#include "agent/coverage/judge_access.hpp"
#include "agent/coverage/line_load.hpp"

namespace commune::coverage {
namespace {

/// A line that carries more than this share of its capacity is full.
constexpr double kFull = 0.95;

bool is_full(const Scene& scene, LinkIndex link) {
  return line_load(scene.topology.link(link), scene.evidence.links[link]).utilization.value_or(0) >=
         kFull;
}

/// The ends of the site's fibre: the device that stands at the site, and the one opposite.
struct Ends {
  std::optional<DeviceIndex> here, there;
  std::optional<LinkIndex> link;
};

Ends ends_of(const Topology& topology, SiteIndex site) {
  for (const LinkIndex link : topology.links_of(site)) {
    if (topology.link(link).medium != Medium::fibre) continue;
    const DeviceIndex near = topology.near_end(link);
    const auto far = topology.far_end(link);
    const bool port_is_here =
        topology.site_of(near) == site || !far || topology.site_of(*far) != site;
    return port_is_here ? Ends{near, far, link} : Ends{far, near, link};
  }
  const auto entry = topology.entry_of(site);
  return {entry, entry ? topology.upstream_of(*entry) : std::nullopt, std::nullopt};
}

/// The cause of a line that is down, from the port and the light.
std::optional<Verdict> judge_line(const Scene& scene, const Ends& ends) {
  if (!ends.link) return std::nullopt;
  const LinkEvidence& line = scene.evidence.links[*ends.link];
  if (line.port_up && !*line.port_up) return down(Cause::fibre, ends.here, line.port_up.at);
  if (line.optical_power_dbm && *line.optical_power_dbm < scene.thresholds.fibre.optical_floor_dbm)
    return down(Cause::fibre, ends.here, line.optical_power_dbm.at);
  return std::nullopt;
}

std::optional<Verdict> judge_quality(const Scene& scene, const Ends& ends, DeviceIndex far_end) {
  const FibreThresholds& thresholds = scene.thresholds.fibre;
  if (ends.link) {
    const LinkEvidence& line = scene.evidence.links[*ends.link];
    const auto& light = line.optical_power_dbm;
    if (light && *light < thresholds.optical_floor_dbm + thresholds.optical_margin_db)
      return degraded(Cause::fibre, ends.here, light.at);
    if (line.error_ratio && *line.error_ratio > thresholds.error_ratio)
      return degraded(Cause::fibre, ends.here, line.error_ratio.at);
  }
  const DeviceEvidence& device = scene.evidence.devices[far_end];
  if (!suffers(device, thresholds.path)) return std::nullopt;
  const bool full = ends.link && is_full(scene, *ends.link);
  return degraded(full ? Cause::congestion : Cause::unknown, ends.here, MonoTime::max());
}

}  // namespace

Verdict judge_fibre(const Scene& scene, const std::vector<DeviceVerdict>& devices, SiteIndex site) {
  const Ends ends = ends_of(scene.topology, site);
  if (!ends.here) return unmeasured(Cause::not_instrumented);
  const bool watched_from_here = scene.topology.vantage() == site;
  // The far end, seen from where the agent stands.
  if (watched_from_here && !ends.there) return from(devices[*ends.here]);
  const DeviceIndex far_end = watched_from_here ? *ends.there : *ends.here;
  const DeviceVerdict& device = devices[far_end];

  // A device behind a dead one is not polled: it has the root of its upstream.
  const bool inherited = device.kind == DeviceVerdict::Kind::silent && device.root != far_end;
  if (inherited) return from(device);
  // Power comes before the port: without mains the port is down too.
  const bool no_mains = device.kind == DeviceVerdict::Kind::silent && device.cause == Cause::power;
  if (no_mains) return from(device);
  if (const auto line = judge_line(scene, ends)) {
    Verdict verdict = *line;
    if (device.kind == DeviceVerdict::Kind::silent)
      verdict.since = std::min(verdict.since, device.since);
    verdict.in_doubt_since = device.in_doubt_since;
    return verdict;
  }
  const DeviceEvidence& evidence = scene.evidence.devices[far_end];
  if (evidence.reachability == Reachability::silent && ends.link && is_full(scene, *ends.link))
    return down(Cause::congestion, ends.here, evidence.since);
  if (watched_from_here && evidence.reachability == Reachability::silent)
    return down_by_way_out(scene, site, far_end);
  if (device.kind != DeviceVerdict::Kind::serving) return from(device);
  Verdict verdict = judge_quality(scene, ends, far_end).value_or(from(device));
  verdict.in_doubt_since = device.in_doubt_since;
  return verdict;
}

}  // namespace commune::coverage
