// Which of a device's rows a fault changes, and how. Pure.
#pragma once

#include "core/model/result.hpp"
#include "tests/simulator/scenario/fault.hpp"
#include "tests/simulator/snmp/mib_tree.hpp"

namespace commune::simulator {

/// The device's rows during the fault. `began` is the start of this occurrence. Fails if the device
/// has no such interface or row.
Result<MibTree> tree_under(const Fault& fault, const MibTree& tree, SimTime began);

/// False for faults that change no rows.
bool changes_rows(const Fault& fault);

}  // namespace commune::simulator
