// From snapshots to evidence: selects the readings that coverage is judged by, and keeps the few
// facts that need more than one reading (first silence, loss of the last minute, rates).
#pragma once

#include <array>
#include <memory>
#include <vector>

#include "agent/coverage/evidence.hpp"
#include "agent/coverage/own_reader.hpp"
#include "agent/coverage/path_window.hpp"
#include "agent/coverage/topology.hpp"
#include "core/model/snapshot.hpp"

namespace commune::coverage {

/// Not thread-safe. Costs little if a device reported nothing new.
class EvidenceReader {
 public:
  explicit EvidenceReader(std::shared_ptr<const Topology> topology);

  /// Another topology: facts about devices (with the same address) and links (at the same port)
  /// that stay are kept.
  void replace(std::shared_ptr<const Topology> topology);

  /// The snapshot's inventory must be the topology's. `clock_known`: its wall time is trusted. The
  /// reference holds until the next call; the caller may add evidence that is not in a snapshot.
  Evidence& read(const Snapshot& snapshot, bool clock_known);

  /// As of the last read.
  const Evidence& evidence() const { return evidence_; }

 private:
  struct PortCounters {
    MonoTime at{};
    std::optional<double> receive_bytes, transmit_bytes, packets, errors;
  };
  struct Seen {
    DeviceReadingsPtr icmp, snmp;
    PathWindow path;
  };

  void read_device(DeviceIndex index, const DeviceView& view, MonoTime now);
  void read_reachability(DeviceIndex index, const DeviceView& view, MonoTime now);
  void read_reported(DeviceIndex index, const DeviceReadings& readings);
  void read_ports(DeviceIndex index, const DeviceReadings& readings);
  static void read_port(LinkEvidence& reported, PortCounters& fresh, const Reading& reading);
  void read_rates(LinkIndex link, const PortCounters& fresh);
  void forget_old(DeviceIndex index, MonoTime now);

  std::shared_ptr<const Topology> topology_;
  std::vector<Seen> seen_;
  OwnReader own_;
  std::vector<PortCounters> counters_;  ///< By link, at the poll before.
  Evidence evidence_;
};

}  // namespace commune::coverage
