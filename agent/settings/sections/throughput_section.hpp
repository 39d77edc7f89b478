// [[throughput_test]]: how much the line carries, made into options of the throughput collector.
#pragma once

#include <vector>

#include "agent/settings/sections/inventory_sections.hpp"
#include "agent/settings/toml/toml_reader.hpp"
#include "collectors/throughput/options.hpp"

namespace commune::settings {

/// `draft` tells the links that tests measure. Vantage, time zone and state directory are the
/// caller's to fill.
throughput::Options read_throughput_sections(const std::vector<TableReader>& tables,
                                             const InventoryDraft& draft);

}  // namespace commune::settings
