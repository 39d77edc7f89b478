// Reads the [[fault]] tables of a scenario.
#pragma once

#include <optional>

#include "agent/settings/toml/toml_reader.hpp"
#include "tests/simulator/scenario/device_list.hpp"

namespace commune::simulator {

/// Empty, with an error, if the fault cannot be used.
std::optional<Fault> read_fault(const settings::TableReader& table, DeviceList& devices);

/// A time or duration of a scenario.
std::optional<SimTime> read_time(const settings::TableReader& table, std::string_view key,
                                 settings::Need need = settings::Need::optional);

}  // namespace commune::simulator
