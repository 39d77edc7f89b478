// Puts readings into a device's list so that no two of them have the same quantity and labels.
#pragma once

#include <string>
#include <unordered_set>

#include "collectors/snmp/profile/counter_memory.hpp"
#include "collectors/snmp/profile/table_rules.hpp"
#include "core/model/reading.hpp"

namespace commune::snmp {

/// One for each poll.
class ReadingOutput {
 public:
  ReadingOutput(Fields& fields, CounterMemory& counters, DeviceReadings& out)
      : fields_(fields), counters_(counters), out_(out) {}

  /// All readings of one table.
  void add(CompiledTable& table, const PolledTable& data);

 private:
  struct Values;

  void add_rows(CompiledTable& table, Values& values);
  void add_groups(CompiledTable& table, CompiledReading& reading, const Values& values);
  double extended(const CompiledReading& reading, const NamedRow& row, bool whole, double value);
  bool taken(const CompiledReading& reading, const std::vector<std::string>& labels);
  std::uint32_t new_row(const CompiledTable& table, const std::vector<std::string>& labels,
                        LabelMask mask);

  Fields& fields_;
  CounterMemory& counters_;
  DeviceReadings& out_;
  std::unordered_set<SeriesKey> taken_;
};

}  // namespace commune::snmp
