// From files to Settings: combines the sections and checks what involves several of them.
#pragma once

#include <vector>

#include "agent/settings/settings.hpp"
#include "agent/settings/toml/findings.hpp"
#include "agent/settings/toml/toml_file.hpp"

namespace commune::settings {

/// Returns what could be read; it is valid if `findings` has no errors afterwards.
Settings read_settings(const std::vector<Value>& files, Findings& findings);

}  // namespace commune::settings
