// Which agents Prometheus scrapes, as a file for its file_sd_configs. Pure.
#pragma once

#include <string>
#include <string_view>

#include "core/model/inventory.hpp"

namespace commune {

/// JSON, in the order of the inventory: a group for each site with an agent, labelled with the
/// site's id. `own` is the URL of the agent at the vantage, used if its site has none.
std::string prometheus_targets(const Inventory& inventory, std::string_view own);

}  // namespace commune
