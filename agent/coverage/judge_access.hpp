// Rules that several accesses share: verdicts adopted from devices, and the quality of the way to
// them.
#pragma once

#include "agent/coverage/judgement.hpp"

namespace commune::coverage {

Verdict unmeasured(Cause cause, MonoTime since = {});
Verdict down(Cause cause, std::optional<DeviceIndex> root, MonoTime since);
Verdict degraded(Cause cause, std::optional<DeviceIndex> root, MonoTime since);
Verdict up(MonoTime since, std::optional<MonoTime> in_doubt_since = {});

/// The access has the state of the device: up if it answers, down with the root of its silence, or
/// unmeasured.
Verdict from(const DeviceVerdict& device);

/// Loss or round trip on the way to the device are over the thresholds.
bool suffers(const DeviceEvidence& device, const PathThresholds& thresholds);

/// The site's way out, seen from the vantage at that same site: the first device above the site
/// that does not answer. Empty if all answer, or the vantage is elsewhere.
std::optional<DeviceIndex> broken_way_out(const Scene& scene, SiteIndex site);

/// The time since which one of those devices may be silent; empty: no doubt about any.
std::optional<MonoTime> way_out_in_doubt_since(const Scene& scene, SiteIndex site);

/// The earlier of the two; empty if both are.
std::optional<MonoTime> earlier(std::optional<MonoTime> one, std::optional<MonoTime> other);

/// Down because the way out is broken. The cause comes from the port if it reports one, else from
/// the silent hop.
Verdict down_by_way_out(const Scene& scene, SiteIndex site, DeviceIndex silent_hop);

}  // namespace commune::coverage
