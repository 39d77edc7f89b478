// Whether the entries of the inventory fit together: ids are unique, references resolve, and
// nothing reaches the world through itself.
#pragma once

#include "agent/settings/sections/inventory_sections.hpp"
#include "agent/settings/toml/findings.hpp"

namespace commune::settings {

void check_references(const InventoryDraft& draft, Findings& findings);

}  // namespace commune::settings
