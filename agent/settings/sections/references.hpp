// Checks that the entries of the inventory are consistent: ids are unique, references resolve, and
// no device is its own upstream.
#pragma once

#include "agent/settings/sections/inventory_sections.hpp"
#include "agent/settings/toml/findings.hpp"

namespace commune::settings {

void check_references(const InventoryDraft& draft, Findings& findings);

}  // namespace commune::settings
