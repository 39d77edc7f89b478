// The [history] section: how much of the past is kept.
#pragma once

#include "agent/history/options.hpp"
#include "agent/settings/toml_reader.hpp"

namespace commune::settings {

/// Its `directory` is left to the caller.
history::Options read_history_section(const TableReader& table);

}  // namespace commune::settings
