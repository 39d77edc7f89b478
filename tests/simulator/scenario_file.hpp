// Reads a scenario from TOML; the format is described in tests/scenarios/README.md. Strict: an
// unknown key is an error.
#pragma once

#include <string>

#include "core/model/result.hpp"
#include "tests/simulator/scenario.hpp"

namespace commune::simulator {

/// All mistakes at once, those of its commune and its walks included. Paths in the scenario are
/// relative to its own folder.
ResultOrErrors<Scenario> read_scenario(const std::string& path);

}  // namespace commune::simulator
