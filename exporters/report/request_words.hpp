// What a planner types for an export, on the command line or in an address, and what it means.
#pragma once

#include <string>
#include <vector>

#include "core/model/inventory.hpp"
#include "core/model/result.hpp"
#include "core/time/calendar.hpp"
#include "exporters/report/request.hpp"

namespace commune::report {

/// As typed; an empty word has the default that `export --help` names.
struct RequestWords {
  std::string topic;  ///< "coverage", "outages" or "quality".
  std::string from, to;
  std::string by, level, format, columns, language;
  std::string output;  ///< File name: its extension names the format where `format` is empty.
  std::vector<std::string> villages, sites;  ///< Ids; empty: all.
};

/// Errors name the option that is wrong and what would be right.
Result<Request> parse_request(const RequestWords& words, const Inventory& inventory,
                              const Calendar& calendar);

}  // namespace commune::report
