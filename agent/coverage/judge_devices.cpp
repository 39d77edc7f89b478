// Vantage and devices: which device is silent by itself, which because of another, and why.
#include <algorithm>

#include "agent/coverage/judgement.hpp"

namespace commune::coverage {
namespace {

using Kind = DeviceVerdict::Kind;

/// Devices of one site that fall silent within this time did so together: the spread of pings and
/// their timeouts, with room for polls by SNMP alone.
constexpr std::chrono::seconds kTogether{60};

bool silent(const Scene& scene, DeviceIndex device) {
  return scene.evidence.devices[device].reachability == Reachability::silent;
}

bool runs_on_battery(const Scene& scene, SiteIndex site) {
  const auto& devices = scene.topology.devices_at(site);
  return std::any_of(devices.begin(), devices.end(), [&](DeviceIndex device) {
    const auto& power = scene.evidence.devices[device].power;
    return power && power->on_battery;
  });
}

/// There are two devices or more, including the site's own entry, and none still answers.
bool all_fell_silent_together(const Scene& scene, SiteIndex site, MonoTime since) {
  int count = 0;
  for (const DeviceIndex device : scene.topology.devices_at(site)) {
    const DeviceEvidence& evidence = scene.evidence.devices[device];
    if (evidence.reachability == Reachability::reachable) return false;
    if (evidence.reachability == Reachability::unmeasured) continue;
    const auto apart = evidence.since > since ? evidence.since - since : since - evidence.since;
    if (apart > kTogether) return false;
    ++count;
  }
  return count >= 2;
}

/// The state of the port towards a silent device, if it was read since the silence began.
enum class Port { not_reported, down, up };

Port port_towards(const Scene& scene, DeviceIndex device, MonoTime silent_since) {
  const auto upstream = scene.topology.upstream_of(device);
  const auto link = upstream ? scene.topology.link_between(*upstream, device) : std::nullopt;
  // A port of the silent device itself is not evidence: its last reading is from before the
  // silence.
  if (!link || scene.topology.near_end(*link) == device) return Port::not_reported;
  const LinkEvidence& evidence = scene.evidence.links[*link];
  const bool dark = evidence.optical_power_dbm && evidence.optical_power_dbm.at >= silent_since &&
                    *evidence.optical_power_dbm < scene.thresholds.fibre.optical_floor_dbm;
  if (dark) return Port::down;
  if (!evidence.port_up || evidence.port_up.at < silent_since) return Port::not_reported;
  return *evidence.port_up ? Port::up : Port::down;
}

/// Why a device is silent whose upstream answers: the outermost cause that the evidence supports.
Cause cause_of_silence(const Scene& scene, DeviceIndex device) {
  const SiteIndex site = scene.topology.site_of(device);
  const MonoTime since = scene.evidence.devices[device].since;
  if (runs_on_battery(scene, site)) return Cause::power;
  // Pings cannot distinguish a dead port from a site without mains; the port shows a broken line
  // first.
  switch (port_towards(scene, device, since)) {
    case Port::down:
      return Cause::fibre;
    case Port::up:
      return Cause::device;
    case Port::not_reported:
      break;
  }
  const bool entry = scene.topology.entry_of(site) == device;
  return entry && all_fell_silent_together(scene, site, since) ? Cause::power : Cause::device;
}

DeviceVerdict judge_silence(const Scene& scene, const std::vector<DeviceVerdict>& judged,
                            DeviceIndex device) {
  const DeviceEvidence& evidence = scene.evidence.devices[device];
  const auto upstream = scene.topology.upstream_of(device);
  if (upstream && judged[*upstream].kind == Kind::silent) {
    const DeviceVerdict& above = judged[*upstream];
    const MonoTime since =
        evidence.reachability == Reachability::silent ? evidence.since : above.since;
    const bool same_site = scene.topology.site_of(*above.root) == scene.topology.site_of(device);
    return {Kind::silent, same_site ? above.cause : Cause::upstream, above.root, since, {}};
  }
  if (evidence.reachability == Reachability::unmeasured)
    return {Kind::unmeasured,
            evidence.polled ? Cause::no_evidence : Cause::not_instrumented,
            {},
            evidence.since,
            evidence.in_doubt_since};
  return {Kind::silent, cause_of_silence(scene, device), device, evidence.since, {}};
}

}  // namespace

std::size_t judge_vantage(const Scene& scene) {
  if (scene.evidence.carrier == false) return 0;
  const auto& way = scene.topology.own_way_out();
  const auto broken =
      std::find_if(way.begin(), way.end(), [&](DeviceIndex hop) { return silent(scene, hop); });
  return static_cast<std::size_t>(broken - way.begin());
}

std::vector<DeviceVerdict> judge_devices(const Scene& scene) {
  const auto& topology = scene.topology;
  std::vector<DeviceVerdict> judged(topology.inventory().devices.size());
  const std::size_t working_hops = judge_vantage(scene);
  const auto& way = topology.own_way_out();
  for (const DeviceIndex device : topology.outermost_first()) {
    const DeviceEvidence& evidence = scene.evidence.devices[device];
    if (evidence.reachability == Reachability::reachable) {
      judged[device] = {Kind::serving, Cause::none, {}, evidence.since, evidence.in_doubt_since};
      continue;
    }
    const bool here = topology.vantage() == topology.site_of(device);
    const bool own_hop = std::find(way.begin(), way.end(), device) != way.end();
    // Beyond the agent's own broken way, silence means nothing. This includes the hop where it
    // breaks if that stands elsewhere.
    const bool beyond =
        !here && (working_hops < topology.own_hops_before(device) ||
                  (own_hop && working_hops < way.size()) || scene.evidence.carrier == false);
    if (beyond) {
      const MonoTime broken = working_hops < way.size() && silent(scene, way[working_hops])
                                  ? scene.evidence.devices[way[working_hops]].since
                                  : scene.evidence.carrier_since;
      judged[device] = {Kind::unmeasured, Cause::own_path, {}, broken, {}};
      continue;
    }
    judged[device] = judge_silence(scene, judged, device);
  }
  return judged;
}

}  // namespace commune::coverage
