// Prometheus's own judgement of a page.
#pragma once

#include <string>

namespace commune::testing {

bool promtool_is_there();

/// What promtool says of the page: empty when it is content.
std::string promtool_says(const std::string& page);

}  // namespace commune::testing
