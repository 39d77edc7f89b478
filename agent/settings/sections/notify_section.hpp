// [notify]: how `commune-agent notify` sends messages, and by which channels it reaches each
// contact.
#pragma once

#include <optional>

#include "agent/settings/sections/inventory_sections.hpp"
#include "agent/settings/settings.hpp"
#include "agent/settings/toml/toml_reader.hpp"

namespace commune::settings {

/// Fills the settings' notify members; `settings` already contains the commune and the inventory.
/// The channels of contacts are checked without [notify] too.
void read_notify_section(const std::optional<TableReader>& table, const InventoryDraft& draft,
                         Settings& settings);

}  // namespace commune::settings
