// Extends 32-bit counters to 64 bits, one memory for each device.
#pragma once

#include <cstdint>
#include <vector>

namespace commune::snmp {

/// Identifies a series of a device: a hash of its quantity and labels.
using SeriesKey = std::uint64_t;

/// Counters are identified by quantity and labels, never by ifIndex. A fall is a wrap (RFC 2578,
/// 7.1.6) and adds 2^32, unless the device restarted or the increase would be too large for
/// traffic: then the counter was reset and starts again from 0. A restart alone resets nothing: a
/// daemon may restart while the kernel keeps counting.
class CounterMemory {
 public:
  /// Call at the start of a poll, with whether the device restarted since the last one.
  void begin_poll(bool restarted);

  /// The counter's value in 64 bits.
  std::uint64_t extend(SeriesKey counter, std::uint32_t value);

  /// Forgets counters that were not in this poll, when it was complete: their interface is gone.
  void end_poll(bool complete);

  std::size_t size() const { return counters_.size() + fresh_.size(); }

 private:
  struct Counter {
    SeriesKey series;
    std::uint32_t wraps = 0;
    std::uint32_t last = 0;
    std::uint32_t counted = 0;  // in the last poll
    std::uint32_t poll = 0;     // the last one that it was seen in
  };
  void take_in_fresh();

  std::vector<Counter> counters_;  // by series
  std::vector<Counter> fresh_;     // first seen in this poll
  std::uint32_t poll_ = 0;
  bool restarted_ = false;
};

}  // namespace commune::snmp
