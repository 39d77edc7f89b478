// internet: the probes of the essential services, made from the vantage at that site, succeed.
#include <algorithm>

#include "agent/coverage/judge_access.hpp"

namespace commune::coverage {

Verdict judge_internet(const Scene& scene, const std::vector<DeviceVerdict>&, SiteIndex site) {
  const bool here = scene.topology.vantage() == site;
  int essential = 0, succeeded = 0, reference_succeeded = 0;
  MonoTime failed_since = MonoTime::max(), succeeded_since = MonoTime::min();
  for (const ServiceEvidence& probe : scene.evidence.services) {
    if (probe.reference) {
      reference_succeeded += probe.ok ? 1 : 0;
      continue;
    }
    if (!probe.essential) continue;
    ++essential;
    succeeded += probe.ok ? 1 : 0;
    if (probe.ok)
      succeeded_since = std::max(succeeded_since, probe.since);
    else
      failed_since = std::min(failed_since, probe.since);
  }
  if (!here || essential == 0) return unmeasured(Cause::not_instrumented);
  if (succeeded == essential) return up(succeeded_since);
  // Something is reached: it is those services that fail, not the way to them.
  if (succeeded > 0 || reference_succeeded > 0)
    return degraded(Cause::service, std::nullopt, failed_since);
  if (const auto hop = broken_way_out(scene, site)) return down_by_way_out(scene, site, *hop);
  return down(Cause::provider, std::nullopt, failed_since);
}

}  // namespace commune::coverage
