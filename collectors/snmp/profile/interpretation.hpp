// Turns the raw tables of a poll into readings by a profile's rules. Pure: no I/O, no clock.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "collectors/snmp/profile/counter_memory.hpp"
#include "collectors/snmp/profile/polled_table.hpp"
#include "collectors/snmp/profile/profile.hpp"
#include "core/model/reading.hpp"

namespace commune::snmp {

/// A compiled profile: names resolved to positions, expressions compiled. Shared by all devices of
/// the family; interpret() keeps scratch space in it, so one thread at a time.
class Interpretation {
 public:
  /// Fails for a name that resolves to nothing, an expression that does not parse, or fields made
  /// of one another in a circle. The error's place is the key within the profile: "table.optics",
  /// "identity".
  static Result<std::shared_ptr<Interpretation>> compile(const ProfilePtr& profile);

  ~Interpretation();

  const Profile& profile() const;

  /// Fills rows, readings and identity of `out`. `counters` is the device's memory: it extends
  /// 32-bit counters to 64 bits and records those of this poll.
  void interpret(const PolledDevice& poll, CounterMemory& counters, DeviceReadings& out);

 private:
  struct Compiled;
  explicit Interpretation(std::unique_ptr<Compiled> compiled);
  std::unique_ptr<Compiled> compiled_;
};

}  // namespace commune::snmp
