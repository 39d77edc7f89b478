// `export`: planners' files from the gateway's history or from a central Prometheus.
#pragma once

#include <functional>
#include <iosfwd>
#include <memory>
#include <string>
#include <vector>

#include "core/model/history_reader.hpp"

namespace commune {

/// As typed; what is empty has the default that --help names.
struct ExportArguments {
  std::string topic;  ///< "coverage", "outages" or "quality".
  std::string from, to;
  std::string by, level, format, columns, language;
  std::string output;  ///< Empty: standard output.
  std::string config;
  std::string source;      ///< A history file.
  std::string prometheus;  ///< Its URL.
  std::string prometheus_user;
  std::string prometheus_password;           ///< "file:PATH" or "env:NAME".
  std::vector<std::string> villages, sites;  ///< Ids; empty: all.
};

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
