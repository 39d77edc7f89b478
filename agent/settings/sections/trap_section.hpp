// [agent] traps = { … }: where the agent listens for SNMP notifications.
#pragma once

#include "agent/settings/toml/toml_reader.hpp"
#include "collectors/snmp/options.hpp"

namespace commune::settings {

/// The caller sets its engine_file.
snmp::TrapOptions read_trap_section(const TableReader& table);

}  // namespace commune::settings
