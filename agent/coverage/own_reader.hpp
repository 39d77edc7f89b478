// From the agent's own readings (service probes, users' traffic, throughput tests) to evidence of
// how well the Internet is reached from its site.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "agent/coverage/evidence.hpp"
#include "agent/coverage/path_window.hpp"
#include "core/model/reading.hpp"

namespace commune::coverage {

/// Not thread-safe.
class OwnReader {
 public:
  /// `agent` as in Snapshot. Fills `services` and `line` of the evidence. While the wall clock is
  /// not trusted, a refused certificate means nothing.
  void read(const std::vector<DeviceReadingsPtr>& agent, const Moment& now, bool clock_known,
            Evidence& evidence);

 private:
  /// The result that two rounds in a row, or one success, confirmed for a service.
  struct Settled {
    bool ok = false;
    MonoTime since{};
  };

  ServiceEvidence service(const ProbeResult& probe, MonoTime now, bool clock_known);
  void read_users(const DeviceReadings& capture, MonoTime now, LineEvidence& line);
  static void read_throughput(const DeviceReadings& tests, const Moment& now, LineEvidence& line);

  std::map<std::string, Settled> settled_;  ///< By probe.
  DeviceReadingsPtr capture_;               ///< Already seen.
  PathWindow users_{kFewestSegments};

  static constexpr double kFewestSegments = 500;
};

}  // namespace commune::coverage
