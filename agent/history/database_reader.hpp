// The history as exports and pages read it: beside the agent that writes it, without getting in its
// way.
#pragma once

#include <memory>
#include <string>

#include "core/model/history_reader.hpp"

namespace commune::history {

/// Opens the history file for reading; it may be written to meanwhile. Errors: there is none, it is
/// no history, or a newer agent's.
Result<std::unique_ptr<HistoryReader>> read_history(const std::string& path);

}  // namespace commune::history
