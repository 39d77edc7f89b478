// [[remote_write]]: servers that samples are pushed to.
#pragma once

#include <vector>

#include "agent/settings/toml/toml_reader.hpp"
#include "exporters/remote_write/options.hpp"

namespace commune::settings {

/// Its directory, instance and commit interval are the caller's to fill.
remote_write::Options read_remote_write_sections(const std::vector<TableReader>& tables);

}  // namespace commune::settings
