// [agent] traps = { … }: where SNMP notifications are listened for.
#pragma once

#include "agent/settings/toml/toml_reader.hpp"
#include "collectors/snmp/options.hpp"

namespace commune::settings {

/// Its engine_file is the caller's to fill.
snmp::TrapOptions read_trap_section(const TableReader& table);

}  // namespace commune::settings
