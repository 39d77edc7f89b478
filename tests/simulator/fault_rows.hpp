// Which of a device's rows a fault changes, and how. Pure.
#pragma once

#include <string>
#include <vector>

#include "core/model/result.hpp"
#include "tests/simulator/fault.hpp"
#include "tests/simulator/mib_tree.hpp"

namespace commune::simulator {

/// The rows as they are while the fault is on. `began` is when it came this time. Fails where the
/// device has no such interface or row.
Result<std::vector<Row>> rows_under(const Fault& fault, const MibTree& tree, SimTime began);

}  // namespace commune::simulator
