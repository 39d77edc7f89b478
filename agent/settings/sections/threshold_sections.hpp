// [thresholds] and its tables, one for each access.
#pragma once

#include "agent/coverage/thresholds.hpp"
#include "agent/settings/toml/toml_reader.hpp"

namespace commune::settings {

coverage::Thresholds read_thresholds(const TableReader& table);

}  // namespace commune::settings
