// [[throughput_test]]: measures the rate of the line, as options of the throughput collector.
#pragma once

#include <vector>

#include "agent/settings/sections/inventory_sections.hpp"
#include "agent/settings/toml/toml_reader.hpp"
#include "collectors/throughput/options.hpp"

namespace commune::settings {

/// `draft` has the links that tests measure. The caller sets vantage, time zone and state
/// directory.
throughput::Options read_throughput_sections(const std::vector<TableReader>& tables,
                                             const InventoryDraft& draft);

}  // namespace commune::settings
