// From files to Settings: puts the sections together and checks what goes across them.
#pragma once

#include <vector>

#include "agent/settings/settings.hpp"
#include "agent/settings/toml/findings.hpp"
#include "agent/settings/toml/toml_file.hpp"

namespace commune::settings {

/// The result holds what could be read; it is good where `findings` has no errors afterwards.
Settings read_settings(const std::vector<Value>& files, Findings& findings);

}  // namespace commune::settings
