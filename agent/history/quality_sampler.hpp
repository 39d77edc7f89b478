// How well devices, services and users were served in five minutes, out of the readings that pass
// by.
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

/// Not thread-safe. Begins with the first snapshot: what was counted before is not its.
class QualitySampler {
 public:
  /// Gives the rows of the five minutes that have ended, one for each device that said something or
  /// was asked; else nothing.
  std::vector<Quality> look(const Snapshot& snapshot);

  /// What there is of the five minutes under way: an agent that starts again adds to it.
  std::vector<Quality> stop();

 private:
  /// One interface, as its counters tell.
  struct Traffic {
    CounterGrowth receive_bytes, transmit_bytes;
    double received = 0, transmitted = 0;                         ///< In these five minutes.
    std::optional<double> peak_receive_rate, peak_transmit_rate;  ///< Bytes a second.
    std::optional<MonoTime> told;                                 ///< When they were last read.
  };
  /// What one poll tells of it.
  struct Told {
    std::optional<double> receive_bytes, transmit_bytes, speed;
  };
  struct Device {
    Quality quality;
    CounterGrowth requests, replies;
    HistogramGrowth round_trips;
    std::map<std::string, Traffic> interfaces;  ///< By label.
    DeviceReadingsPtr icmp, snmp;               ///< Seen already.
    bool anything = false;
  };

  std::vector<Quality> end();
  static void take_icmp(Device& device, const DeviceReadings& readings);
  static void take_snmp(Device& device, const DeviceReadings& readings, const Inventory& inventory);
  static void take_traffic(Device& device, const std::string& interface, const Told& told,
                           MonoTime at, double capacity);

  LedgerTime period_{};
  bool begun_ = false;
  std::map<DeviceId, Device> devices_;
  OwnQuality own_;
};

}  // namespace commune::history
