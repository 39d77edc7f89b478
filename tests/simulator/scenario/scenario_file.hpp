// Reads a scenario from TOML; the format is described in tests/scenarios/README.md. Strict: an
// unknown key is an error.
#pragma once

#include <string>

#include "core/model/result.hpp"
#include "tests/simulator/scenario/scenario.hpp"

namespace commune::simulator {

/// Reports all mistakes at once, including those of its commune and its walks. Paths in the
/// scenario are relative to its own folder.
ResultOrErrors<Scenario> read_scenario(const std::string& path);

}  // namespace commune::simulator
