// mobile: the cellular gateway is registered with RSRP above the floor. A silent gateway is not
// evidence about the cell: unmeasured, not down.
#include "agent/coverage/judge_access.hpp"

namespace commune::coverage {
namespace {

Verdict judge_reachable(const Scene& scene, const DeviceVerdict& device, DeviceIndex index) {
  const auto& modem = scene.evidence.devices[index].cellular;
  if (!modem || (!modem->registered && !modem->rsrp_dbm))
    return unmeasured(Cause::no_evidence, device.since);
  const MobileThresholds& thresholds = scene.thresholds.mobile;
  if (modem->registered == false) return down(Cause::provider, index, modem.at);
  if (modem->rsrp_dbm && *modem->rsrp_dbm < thresholds.rsrp_floor_dbm)
    return down(Cause::radio, index, modem.at);
  const bool weak = (modem->rsrp_dbm && *modem->rsrp_dbm < thresholds.rsrp_dbm) ||
                    (modem->rsrq_db && *modem->rsrq_db < thresholds.rsrq_db) ||
                    (modem->sinr_db && *modem->sinr_db < thresholds.sinr_db);
  if (weak || modem->only_3g) return degraded(Cause::radio, index, modem.at);
  if (suffers(scene.evidence.devices[index], thresholds.path))
    return degraded(Cause::congestion, index, MonoTime::max());
  return up(modem.at);
}

Verdict judge_modem(const Scene& scene, const DeviceVerdict& device, DeviceIndex index) {
  if (device.kind == DeviceVerdict::Kind::unmeasured) return from(device);
  if (device.kind == DeviceVerdict::Kind::silent)
    return unmeasured(Cause::no_evidence, device.since);
  Verdict verdict = judge_reachable(scene, device, index);
  verdict.in_doubt_since = device.in_doubt_since;
  return verdict;
}

}  // namespace

Verdict judge_mobile(const Scene& scene, const std::vector<DeviceVerdict>& devices,
                     SiteIndex site) {
  std::optional<Verdict> best;
  for (const DeviceIndex device : scene.topology.devices_at(site)) {
    const bool modem = scene.topology.device(device).kind == DeviceKind::cellular_gateway ||
                       scene.evidence.devices[device].cellular;
    if (!modem) continue;
    const Verdict verdict = judge_modem(scene, devices[device], device);
    if (!best || best_of(best->state, verdict.state) != best->state) best = verdict;
  }
  return best.value_or(unmeasured(Cause::not_instrumented));
}

}  // namespace commune::coverage
