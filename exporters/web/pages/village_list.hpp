// The villages on the status page: an overview, and each with its services and its last 24 hours.
#pragma once

#include <string>

#include "exporters/web/pages/status_page.hpp"

namespace commune::web {

/// One cell for each village, in the order of the inventory, with a legend of the states.
std::string village_strip(const StatusPage& page);

/// One row for each village, those in trouble first: state, timeline, and folded its accesses with
/// state, since when, cause and root device. Anchors "#v-<village>".
std::string village_list(const StatusPage& page);

/// Accesses that are `unmeasured`, by cause.
std::string unmeasured_list(const StatusPage& page);

}  // namespace commune::web
