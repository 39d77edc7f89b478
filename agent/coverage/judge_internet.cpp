// internet: the probes of the essential services, made from the vantage at that site, succeed.
#include <algorithm>

#include "agent/coverage/judge_access.hpp"

namespace commune::coverage {
namespace {

/// The probes of the essential services, taken together.
struct Services {
  int essential = 0, measured = 0, succeeded = 0;
  bool reference_succeeded = false;
  MonoTime succeeded_since = MonoTime::min();
  MonoTime first_failed_since = MonoTime::max(), last_failed_since = MonoTime::min();
  std::optional<MonoTime> in_doubt_since;
  std::optional<Milliseconds> round_trip;  ///< To the nearest service that is reached.

  void add(const ServiceEvidence& probe) {
    if (probe.measured && probe.ok && probe.round_trip)
      round_trip = round_trip ? std::min(*round_trip, *probe.round_trip) : probe.round_trip;
    if (probe.reference) {
      reference_succeeded = reference_succeeded || (probe.measured && probe.ok);
      return;
    }
    if (!probe.essential) return;
    ++essential;
    in_doubt_since = earlier(in_doubt_since, probe.in_doubt_since);
    if (!probe.measured) return;
    ++measured;
    succeeded += probe.ok ? 1 : 0;
    if (probe.ok) {
      succeeded_since = std::max(succeeded_since, probe.since);
      return;
    }
    first_failed_since = std::min(first_failed_since, probe.since);
    last_failed_since = std::max(last_failed_since, probe.since);
  }
};

std::optional<Verdict> judge_quality(const Scene& scene, const Services& services) {
  const InternetThresholds& thresholds = scene.thresholds.internet;
  const LineEvidence& line = scene.evidence.line;
  if (line.throughput_ratio && *line.throughput_ratio < thresholds.throughput_ratio)
    return degraded(Cause::congestion, std::nullopt, line.throughput_ratio.at);
  const bool slow = services.round_trip && *services.round_trip > thresholds.path.round_trip;
  const bool lossy = line.loss_ratio && *line.loss_ratio > thresholds.path.loss_ratio;
  // Seen now; the time of its beginning is not known.
  if (slow || lossy) return degraded(Cause::congestion, std::nullopt, MonoTime::max());
  return std::nullopt;
}

Verdict judge_failure(const Scene& scene, const std::vector<DeviceVerdict>& devices, SiteIndex site,
                      MonoTime failed_since) {
  if (scene.evidence.carrier == false) return unmeasured(Cause::own_path);
  // If the site's own gateway is polled, it is better evidence than the probes.
  const auto entry = scene.topology.entry_of(site);
  if (entry && scene.evidence.devices[*entry].reachability == Reachability::silent)
    return from(devices[*entry]);
  if (const auto hop = broken_way_out(scene, site)) return down_by_way_out(scene, site, *hop);
  return down(Cause::provider, std::nullopt, failed_since);
}

Verdict judge_services(const Scene& scene, const std::vector<DeviceVerdict>& devices,
                       SiteIndex site, const Services& services) {
  if (services.measured == 0) return unmeasured(Cause::no_evidence);
  if (services.succeeded == services.measured)
    return judge_quality(scene, services).value_or(up(services.succeeded_since));
  const bool one_of_one = services.essential == 1 && services.reference_succeeded;
  if (services.succeeded > 0 || one_of_one)
    return degraded(Cause::service, std::nullopt, services.first_failed_since);
  // Something else is reached: the services fail, not the way to them.
  if (services.reference_succeeded)
    return down(Cause::service, std::nullopt, services.last_failed_since);
  return judge_failure(scene, devices, site, services.last_failed_since);
}

}  // namespace

Verdict judge_internet(const Scene& scene, const std::vector<DeviceVerdict>& devices,
                       SiteIndex site) {
  Services services;
  for (const ServiceEvidence& probe : scene.evidence.services)
    services.add(probe);
  const bool here = scene.topology.vantage() == site;
  if (!here || services.essential == 0) return unmeasured(Cause::not_instrumented);
  Verdict verdict = judge_services(scene, devices, site, services);
  verdict.in_doubt_since = earlier(verdict.in_doubt_since, services.in_doubt_since);
  return verdict;
}

}  // namespace commune::coverage
