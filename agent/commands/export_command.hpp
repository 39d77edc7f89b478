// `export`: planners' files from the gateway's history or from a central Prometheus.
#pragma once

#include <functional>
#include <iosfwd>
#include <memory>
#include <string>

#include "agent/commands/export_arguments.hpp"
#include "core/model/history_reader.hpp"

namespace commune {

/// How to open the past for reading: a gateway's history by its path, or the Prometheus that the
/// arguments name.
struct ExportInputs {
  std::function<Result<std::unique_ptr<HistoryReader>>(const std::string& path)> history;
  std::function<Result<std::unique_ptr<HistoryReader>>(const ExportArguments&)> prometheus;
};

/// Which streams are terminals: a workbook is not written to one, and progress is shown only on
/// one.
struct ExportTerminals {
  bool out = false, err = false;
};

/// 0: written; 1: failed, also if the history holds nothing of the range; 2: usage or
/// configuration. A file is written beside its final place and moved there when it is complete.
int run_export(const ExportArguments& arguments, const ExportInputs& inputs,
               ExportTerminals terminals, std::ostream& out, std::ostream& err);

}  // namespace commune
