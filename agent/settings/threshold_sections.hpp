// [thresholds] and its tables, one for each access.
#pragma once

#include "agent/settings/thresholds.hpp"
#include "agent/settings/toml_reader.hpp"

namespace commune::settings {

Thresholds read_thresholds(const TableReader& table);

}  // namespace commune::settings
