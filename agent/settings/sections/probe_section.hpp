// [[probe]]: the services to check, as options of the service collector.
#pragma once

#include <vector>

#include "agent/settings/toml/toml_reader.hpp"
#include "collectors/service/options.hpp"

namespace commune::settings {

service::Options read_probe_sections(const std::vector<TableReader>& tables);

}  // namespace commune::settings
