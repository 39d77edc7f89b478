// The [[trap]] tables of a profile file: which notification has which kind.
#pragma once

#include <vector>

#include "agent/settings/toml/toml_reader.hpp"
#include "collectors/snmp/traps/trap_kind.hpp"

namespace commune::settings {

std::vector<snmp::TrapRule> read_profile_traps(const TableReader& root);

}  // namespace commune::settings
