// Reads the history for exports and pages, while the agent writes it, without disturbing the agent.
#pragma once

#include <memory>
#include <string>

#include "core/model/history_reader.hpp"

namespace commune::history {

/// Opens the history file for reading; the agent may write to it at the same time. Errors: there is
/// no file, it is not a history, or a newer agent wrote it.
Result<std::unique_ptr<HistoryReader>> read_history(const std::string& path);

}  // namespace commune::history
