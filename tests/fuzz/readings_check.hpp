// What must hold of a device's readings and of the page that is made of them, whatever the device
// said.
#pragma once

#include "core/model/reading.hpp"

namespace commune::fuzz {

/// Readings are finite, plausible and have rows.
void check_readings(const DeviceReadings& readings);

/// The page of a commune of this device is UTF-8, a series or a comment a line.
void check_page(const DeviceReadings& readings);

}  // namespace commune::fuzz
