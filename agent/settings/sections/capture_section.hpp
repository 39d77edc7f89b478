// [[capture]]: the interfaces whose traffic is counted, as options of the capture collector.
#pragma once

#include <vector>

#include "agent/settings/toml/toml_reader.hpp"
#include "collectors/capture/options.hpp"

namespace commune::settings {

capture::Options read_capture_sections(const std::vector<TableReader>& tables);

}  // namespace commune::settings
