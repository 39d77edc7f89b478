// From the agent's own readings (service probes, users' traffic, throughput tests) to evidence of
// how the Internet is reached from where it stands.
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
  /// `agent` as in Snapshot. Fills `services` and `line` of the evidence anew. Without a wall clock
  /// that can be believed a certificate that is refused says nothing.
  void read(const std::vector<DeviceReadingsPtr>& agent, const Moment& now, bool clock_known,
            Evidence& evidence);

 private:
  /// What two rounds in a row, or a success, said of a service.
  struct Settled {
    bool ok = false;
    MonoTime since{};
  };

  ServiceEvidence service(const ProbeResult& probe, MonoTime now, bool clock_known);
  void read_users(const DeviceReadings& capture, MonoTime now, LineEvidence& line);
  static void read_throughput(const DeviceReadings& tests, const Moment& now, LineEvidence& line);

  std::map<std::string, Settled> settled_;  ///< By probe.
  DeviceReadingsPtr capture_;               ///< Seen already.
  PathWindow users_{kFewestSegments};

  static constexpr double kFewestSegments = 500;
};

}  // namespace commune::coverage
