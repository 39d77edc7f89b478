// `export`: planners' files from the gateway's history or from a central Prometheus.
#pragma once

#include <functional>
#include <iosfwd>
#include <memory>
#include <string>

#include "agent/commands/export_request.hpp"
#include "core/model/history_reader.hpp"

namespace commune {

/// Opens a gateway's history for reading.
using OpenHistory = std::function<Result<std::unique_ptr<HistoryReader>>(const std::string& path)>;

/// Which of the streams are terminals: one is no place for a workbook, the other one for progress.
struct ExportTerminals {
  bool out = false, err = false;
};

/// 0: written; 1: failed, also where the history holds nothing of the range; 2: usage or
/// configuration. A file is written beside its place and moved there when it is whole.
int run_export(const ExportArguments& arguments, const OpenHistory& open_history,
               ExportTerminals terminals, std::ostream& out, std::ostream& err);

}  // namespace commune
