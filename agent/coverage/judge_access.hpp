// What the rules of several accesses share: verdicts taken over from devices, and the quality of
// the way to them.
#pragma once

#include "agent/coverage/judgement.hpp"

namespace commune::coverage {

Verdict unmeasured(Cause cause, MonoTime since = {});
Verdict down(Cause cause, std::optional<DeviceIndex> root, MonoTime since);
Verdict degraded(Cause cause, std::optional<DeviceIndex> root, MonoTime since);
Verdict up(MonoTime since, std::optional<MonoTime> in_doubt_since = {});

/// The access is what the device is: up when it answers, down with the root of its silence, or
/// unmeasured.
Verdict from(const DeviceVerdict& device);

/// True when loss or round trip on the way to the device are over the thresholds.
bool suffers(const DeviceEvidence& device, const PathThresholds& thresholds);

/// The site's way out, seen from the vantage at that very site: the first device above the site
/// that does not answer. Empty when all do, or the vantage is elsewhere.
std::optional<DeviceIndex> broken_way_out(const Scene& scene, SiteIndex site);

/// Since when one of those devices may be silent; empty: none is in doubt.
std::optional<MonoTime> way_out_in_doubt_since(const Scene& scene, SiteIndex site);

/// The earlier of the two; empty when both are.
std::optional<MonoTime> earlier(std::optional<MonoTime> one, std::optional<MonoTime> other);

/// Down for want of a way out: the port's word where it has one, else the hop that is silent.
Verdict down_by_way_out(const Scene& scene, SiteIndex site, DeviceIndex silent_hop);

}  // namespace commune::coverage
