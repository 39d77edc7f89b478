// Opens the history of the whole commune at a central Prometheus or VictoriaMetrics: address and
// login as typed, its HTTP API.
#pragma once

#include <memory>

#include "agent/commands/export_arguments.hpp"
#include "core/model/history_reader.hpp"

namespace commune {

/// Fails if a secret of the login cannot be read; sends the server nothing yet.
Result<std::unique_ptr<HistoryReader>> open_central(const ExportArguments& arguments);

}  // namespace commune
