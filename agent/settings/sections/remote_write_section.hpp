// [[remote_write]]: servers that samples are pushed to.
#pragma once

#include <vector>

#include "agent/settings/toml/toml_reader.hpp"
#include "exporters/remote_write/options.hpp"

namespace commune::settings {

/// The caller sets directory, instance and commit interval.
remote_write::Options read_remote_write_sections(const std::vector<TableReader>& tables);

}  // namespace commune::settings
