// What `status` prints: tables of open outages, villages and accesses, from the API's answers.
#pragma once

#include <iosfwd>
#include <string>

#include "core/model/result.hpp"

namespace commune {

/// Open outages first. Rows are coloured by state where `colour`; the state is always told in words
/// too. Fails, with nothing printed, when the answers are not what the API of this version says.
Result<void> print_status(const std::string& coverage, const std::string& outages, bool colour,
                          std::ostream& out);

/// {"coverage": ..., "outages": ...} for programs.
Result<void> print_status_json(const std::string& coverage, const std::string& outages,
                               std::ostream& out);

}  // namespace commune
