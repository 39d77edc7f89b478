// loudspeaker: it answers.
#include "agent/coverage/judge_access.hpp"

namespace commune::coverage {

Verdict judge_loudspeaker(const Scene& scene, const std::vector<DeviceVerdict>& devices,
                          SiteIndex site) {
  std::optional<Verdict> best, broken;
  for (const DeviceIndex device : scene.topology.devices_at(site)) {
    if (scene.topology.device(device).kind != DeviceKind::loudspeaker) continue;
    Verdict verdict = from(devices[device]);
    if (verdict.state == State::up &&
        suffers(scene.evidence.devices[device], scene.thresholds.loudspeaker))
      verdict = degraded(Cause::unknown, device, MonoTime::max());
    if (verdict.state == State::down) broken = verdict;
    if (!best || best_of(best->state, verdict.state) != best->state) best = verdict;
  }
  if (!best) return unmeasured(Cause::not_instrumented);
  const bool some_down = best->state == State::up && broken;
  return some_down ? degraded(broken->cause, broken->root, broken->since) : *best;
}

}  // namespace commune::coverage
