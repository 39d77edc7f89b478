// [[maintenance]]: announced work. Its sites count as planned from its start to its end.
#pragma once

#include <vector>

#include "agent/settings/sections/inventory_sections.hpp"
#include "agent/settings/toml/toml_reader.hpp"
#include "core/model/coverage.hpp"
#include "core/time/calendar.hpp"

namespace commune::settings {

/// The tables of all files, in the order of their start, then id. Without a `calendar` (the time
/// zone is wrong, which is reported elsewhere) times are not checked.
std::vector<Maintenance> read_maintenance_sections(const std::vector<TableReader>& tables,
                                                   const InventoryDraft& draft,
                                                   const Calendar* calendar);

}  // namespace commune::settings
