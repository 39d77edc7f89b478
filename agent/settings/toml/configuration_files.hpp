// The files that make up a configuration, as trees of values.
#pragma once

#include <string>
#include <vector>

#include "agent/settings/toml/toml_file.hpp"
#include "core/model/result.hpp"

namespace commune::settings {

/// The file itself, or every *.toml of a directory in order of name (without hidden files and
/// subdirectories). Errors of all files at once.
ResultOrErrors<std::vector<Value>> read_configuration_files(const std::string& path);

}  // namespace commune::settings
