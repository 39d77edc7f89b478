// The [[maintenance]] sections: work that is known beforehand, so that it is told from faults.
#pragma once

#include <vector>

#include "agent/settings/inventory_sections.hpp"
#include "agent/settings/toml_reader.hpp"
#include "core/model/coverage.hpp"

namespace commune::settings {

/// By start, then id. Times without an offset are those of `timezone`. Ids are made from what is
/// written, so that the same section is the same work after every start.
std::vector<Maintenance> read_maintenance_sections(const std::vector<TableReader>& sections,
                                                   const InventoryDraft& draft,
                                                   const std::string& timezone);

}  // namespace commune::settings
