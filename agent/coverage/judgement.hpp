// The rules of coverage, parents first: vantage, devices, accesses. Pure functions; each access has
// a file of its own (judge_wifi.cpp ...), and judge_devices.cpp says who is to blame for silence.
#pragma once

#include <vector>

#include "agent/coverage/evidence.hpp"
#include "agent/coverage/thresholds.hpp"
#include "agent/coverage/topology.hpp"
#include "agent/coverage/verdict.hpp"

namespace commune::coverage {

/// What is judged by. References outlive the call.
struct Scene {
  const Topology& topology;
  const Evidence& evidence;
  const Thresholds& thresholds;
};

/// How many hops of Topology::own_way_out() work, counted from the vantage: all of them when its
/// size. 0 when the agent's own port has no carrier or its next hop does not answer.
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

/// The part of a village's state that citizens feel: the best of the states of its public wifi and
/// mobile accesses, `degraded` over `down` over `planned`; `unmeasured` only when all are.
State best_of(State one, State other);

}  // namespace commune::coverage
