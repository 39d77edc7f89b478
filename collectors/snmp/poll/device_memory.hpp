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

/// Names and descriptions are read again after this time.
inline constexpr std::chrono::minutes kConstantsAge{15};

struct TableMemory {
  std::shared_ptr<const Table> table;  ///< The table that this is the memory of.
  ConstantRows constants;              ///< Values of the constant columns alone, in their order.
  std::optional<MonoTime> constants_read;  ///< Empty: to be read in the next poll.
  std::uint64_t named_rows = 0;  ///< Hash of the set of rows that the constants were read for.
  std::optional<MonoTime> found_empty;  ///< When an optional table was last found empty.
  TableWalk::Expected expected;         ///< Result of the last complete walk.
  bool lean = false;                    ///< Spare columns are not walked.
  std::optional<WallTime> last_success;
};

/// The rules to read one family, shared by its devices.
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
  /// Rows and readings of the last poll: the next one reserves memory for as many.
  std::size_t rows = 0, readings = 0;

  /// Reads the device by `reader` from now on. A table keeps its memory, at any position in the
  /// profile, when its name and the columns that it asks for are the same as before; the memory of
  /// other tables is dropped.
  void adopt(std::shared_ptr<const Reader> reader);

  /// Reads everything again in the next poll: the device restarted and may be another one.
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
