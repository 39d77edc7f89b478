// What the collector remembers of a device from one poll to the next.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "collectors/snmp/poll/bulk_size.hpp"
#include "collectors/snmp/poll/constant_rows.hpp"
#include "collectors/snmp/poll/polling_plan.hpp"
#include "collectors/snmp/poll/table_walk.hpp"
#include "collectors/snmp/poll/uptime.hpp"
#include "collectors/snmp/profile/counter_memory.hpp"
#include "collectors/snmp/profile/interpretation.hpp"

namespace commune::snmp {

/// Names and descriptions are believed for so long.
inline constexpr std::chrono::minutes kConstantsAge{15};

struct TableMemory {
  std::shared_ptr<const Table> table;  ///< Whose memory it is.
  ConstantRows constants;              ///< Values of the constant columns alone, in their order.
  std::optional<MonoTime> constants_read;  ///< Empty: to be read in the next poll.
  std::uint64_t named_rows = 0;  ///< Stands for the set of rows that the constants were read for.
  std::optional<MonoTime> found_empty;  ///< An optional table is let be for a while.
  TableWalk::Expected expected;         ///< What the last whole walk found.
  bool lean = false;                    ///< Spare columns are not walked.
  std::optional<WallTime> last_success;
};

/// One family's way to be read, shared by its devices.
struct Reader {
  std::shared_ptr<Interpretation> interpretation;
  PollingPlan plan;
};

struct DeviceMemory {
  explicit DeviceMemory(int max_repetitions) : bulk(max_repetitions) {}

  std::shared_ptr<const Reader> reader;  ///< Empty: to be recognised in the next poll.
  std::vector<TableMemory> tables;       ///< In the order of the reader's profile (adopt()).
  BulkSize bulk;
  UptimeWatch uptime;
  CounterMemory counters;
  std::set<Oid> missing_scalars;  ///< SNMPv1 devices refuse a whole GET for one of these.
  std::optional<Identity> identity;
  /// How much the last poll had to tell: the next one makes room for as much at once.
  std::size_t rows = 0, readings = 0;

  /// The device is read by `reader` from now on. A table keeps its memory, wherever it stands in
  /// the profile, when it had the same name before and asked the device for the same columns; the
  /// memory of all others is dropped.
  void adopt(std::shared_ptr<const Reader> reader);

  /// The device restarted: whatever it is now, it tells anew.
  void forget_constants() {
    for (auto& table : tables) {
      table.constants = {};
      table.constants_read.reset();
      table.found_empty.reset();
      table.lean = false;
    }
    missing_scalars.clear();
  }
};

}  // namespace commune::snmp
