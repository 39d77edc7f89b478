// `export`: planners' files from the gateway's history or from a central Prometheus.
#pragma once

#include <functional>
#include <iosfwd>
#include <memory>
#include <string>

#include "agent/commands/export_arguments.hpp"
#include "core/model/history_reader.hpp"

namespace commune {

/// How what was is opened for reading: a gateway's history by its path, or the Prometheus that the
/// arguments name.
struct ExportSources {
  std::function<Result<std::unique_ptr<HistoryReader>>(const std::string& path)> history;
  std::function<Result<std::unique_ptr<HistoryReader>>(const ExportArguments&)> prometheus;
};

/// Which of the streams are terminals: one is no place for a workbook, the other one for progress.
struct ExportTerminals {
  bool out = false, err = false;
};

/// 0: written; 1: failed, also where the history holds nothing of the range; 2: usage or
/// configuration. A file is written beside its place and moved there when it is whole.
int run_export(const ExportArguments& arguments, const ExportSources& sources,
               ExportTerminals terminals, std::ostream& out, std::ostream& err);

}  // namespace commune
