// One table as a poll read it, before a profile's rules are applied.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "collectors/snmp/session/varbind.hpp"
#include "core/model/time.hpp"

namespace commune::snmp {

/// Values of one row, in the order of Table::columns; Absent::no_such_instance where the device has
/// none.
using Row = std::vector<Value>;

/// The rows by index, in MIB order. A scalar table has one row with an empty index.
using Rows = std::map<Oid, Row>;

struct PolledTable {
  Rows rows;
  bool complete = false;  ///< Read to its end; else the rows are those read before the failure.
  bool skipped = false;   ///< Not asked for, as it was empty before.
  std::string failure;    ///< Why it is not complete: text for a message.
};

/// A poll of one device: data in the order of Profile::tables.
struct PolledDevice {
  std::vector<PolledTable> tables;
};

}  // namespace commune::snmp
