// The output of `status`: tables of open outages, villages and accesses, from the API's answers.
#pragma once

#include <iosfwd>
#include <string>

#include "core/model/result.hpp"

namespace commune {

/// Open outages first. Rows are coloured by state if `colour`; the state is always in words too.
/// Fails, with nothing printed, if the answers do not match the API of this version.
Result<void> print_status(const std::string& coverage, const std::string& outages, bool colour,
                          std::ostream& out);

/// {"coverage": ..., "outages": ...} for programs.
Result<void> print_status_json(const std::string& coverage, const std::string& outages,
                               std::ostream& out);

}  // namespace commune
