// How well devices, services and users did in each five minutes, from the readings of that time.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "agent/history/growth.hpp"
#include "agent/history/own_quality.hpp"
#include "core/model/history_reader.hpp"
#include "core/model/snapshot.hpp"

namespace commune::history {

/// Not thread-safe. Begins with the first snapshot; earlier counts are not part of it.
class QualitySampler {
 public:
  /// Returns the rows of the five minutes that have ended, one for each device that reported
  /// something or was polled; otherwise nothing.
  std::vector<Quality> look(const Snapshot& snapshot);

  /// The rows of the current five minutes; an agent that starts again adds to them.
  std::vector<Quality> stop();

 private:
  /// The traffic of one interface, from its counters.
  struct Traffic {
    CounterGrowth receive_bytes, transmit_bytes;
    double received = 0, transmitted = 0;                         ///< In these five minutes.
    std::optional<double> peak_receive_rate, peak_transmit_rate;  ///< Bytes per second.
    std::optional<MonoTime> last_read;                            ///< Time of the last reading.
  };
  /// The interface's values in one poll.
  struct PortReadings {
    std::optional<double> receive_bytes, transmit_bytes, speed;
  };
  struct Device {
    Quality quality;
    CounterGrowth requests, replies;
    HistogramGrowth round_trips;
    std::map<std::string, Traffic> interfaces;  ///< By label.
    DeviceReadingsPtr icmp, snmp;               ///< Already counted.
    bool anything = false;
  };

  std::vector<Quality> finish_period();
  static void take_icmp(Device& device, const DeviceReadings& readings);
  static void take_snmp(Device& device, const DeviceReadings& readings, const Inventory& inventory);
  static void take_traffic(Device& device, const std::string& interface, const PortReadings& port,
                           MonoTime at, double capacity);

  LedgerTime period_{};
  bool begun_ = false;
  std::map<DeviceId, Device> devices_;
  OwnQuality own_;
};

}  // namespace commune::history
