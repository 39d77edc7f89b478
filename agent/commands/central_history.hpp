// Opens the history of the whole commune at a central Prometheus or VictoriaMetrics: address and
// login as typed, its HTTP API.
#pragma once

#include <memory>

#include "agent/commands/export_arguments.hpp"
#include "core/model/history_reader.hpp"

namespace commune {

/// Fails for a login that cannot be had; asks the server nothing yet.
Result<std::unique_ptr<HistoryReader>> open_central(const ExportArguments& arguments);

}  // namespace commune
