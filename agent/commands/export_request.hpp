// What a planner types for an export, on the command line or in an address, and what it means.
#pragma once

#include <string>
#include <vector>

#include "core/model/inventory.hpp"
#include "core/model/result.hpp"
#include "core/runtime/calendar.hpp"
#include "exporters/report/request.hpp"

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

/// Errors name the option that is wrong and what would be right.
Result<report::Request> export_request(const ExportArguments& arguments, const Inventory& inventory,
                                       const Calendar& calendar);

}  // namespace commune
