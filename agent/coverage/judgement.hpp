// The rules of coverage, parents first: vantage, devices, accesses. Pure functions; each access has
// a file of its own (judge_wifi.cpp ...), and judge_devices.cpp finds the device that causes a
// silence.
#pragma once

#include <vector>

#include "agent/coverage/evidence.hpp"
#include "agent/coverage/thresholds.hpp"
#include "agent/coverage/topology.hpp"
#include "agent/coverage/verdict.hpp"

namespace commune::coverage {

/// Input of the rules. References outlive the call.
struct Scene {
  const Topology& topology;
  const Evidence& evidence;
  const Thresholds& thresholds;
};

/// The number of hops of Topology::own_way_out() that work, counted from the vantage; its size if
/// all do. 0 if the agent's own port has no carrier or its next hop does not answer.
std::size_t judge_vantage(const Scene& scene);

/// By DeviceIndex.
std::vector<DeviceVerdict> judge_devices(const Scene& scene);

Verdict judge_fibre(const Scene& scene, const std::vector<DeviceVerdict>& devices, SiteIndex site);
Verdict judge_wifi(const Scene& scene, const std::vector<DeviceVerdict>& devices, SiteIndex site);
Verdict judge_mobile(const Scene& scene, const std::vector<DeviceVerdict>& devices, SiteIndex site);
Verdict judge_loudspeaker(const Scene& scene, const std::vector<DeviceVerdict>& devices,
                          SiteIndex site);
Verdict judge_internet(const Scene& scene, const std::vector<DeviceVerdict>& devices,
                       SiteIndex site);

Verdict judge(const Scene& scene, const std::vector<DeviceVerdict>& devices, SiteIndex site,
              Access access);

/// The part of a village's state that citizens notice: the best of the states of its public wifi
/// and mobile accesses, `degraded` over `down` over `planned`; `unmeasured` only if all are.
State best_of(State one, State other);

}  // namespace commune::coverage
