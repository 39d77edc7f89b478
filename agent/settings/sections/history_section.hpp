// [history]: how long and how much of what was is kept on disk, and how often it is written.
#pragma once

#include "agent/history/options.hpp"
#include "agent/settings/toml/toml_reader.hpp"

namespace commune::settings {

/// Its directory is the caller's to fill.
history::Options read_history_section(const TableReader& table);

}  // namespace commune::settings
