// How well each device was served in five minutes, out of the readings that pass by.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/model/history_reader.hpp"
#include "core/model/snapshot.hpp"

namespace commune::history {

/// Not thread-safe. Begins with the first snapshot: what was counted before is not its.
class QualitySampler {
 public:
  /// Gives the rows of the five minutes that have ended, one for each device that said something or
  /// was asked; else nothing.
  std::vector<Quality> look(const Snapshot& snapshot);

  /// What there is of the five minutes under way: an agent that starts again adds to it.
  std::vector<Quality> stop();

 private:
  /// Counters of one interface when it was last seen.
  struct Traffic {
    double receive_bytes = 0, transmit_bytes = 0;  ///< As told.
    double received = 0, transmitted = 0;          ///< In these five minutes.
    bool seen = false;
  };
  struct Device {
    Quality quality;
    std::optional<double> requests, replies;    ///< As told before.
    std::vector<std::uint64_t> round_trips;     ///< As told before.
    std::map<std::string, Traffic> interfaces;  ///< By label.
    DeviceReadingsPtr icmp, snmp;               ///< Seen already.
    bool anything = false;
  };

  std::vector<Quality> end();
  static void take_icmp(Device& device, const DeviceReadings& readings);
  static void take_snmp(Device& device, const DeviceReadings& readings);

  LedgerTime period_{};
  bool begun_ = false;
  std::map<DeviceId, Device> devices_;
};

}  // namespace commune::history
