// [history]: how long history is kept on disk, how much of it, and how often it is written.
#pragma once

#include "agent/history/options.hpp"
#include "agent/settings/toml/toml_reader.hpp"

namespace commune::settings {

/// The caller sets the directory.
history::Options read_history_section(const TableReader& table);

}  // namespace commune::settings
