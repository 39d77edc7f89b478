// [notify]: what `commune-agent notify` sends messages by, and which contact is reached how.
#pragma once

#include <optional>

#include "agent/settings/sections/inventory_sections.hpp"
#include "agent/settings/settings.hpp"
#include "agent/settings/toml/toml_reader.hpp"

namespace commune::settings {

/// Fills the settings' notify members; `settings` holds the commune and the inventory already. The
/// channels of contacts are looked at without [notify] too.
void read_notify_section(const std::optional<TableReader>& table, const InventoryDraft& draft,
                         Settings& settings);

}  // namespace commune::settings
