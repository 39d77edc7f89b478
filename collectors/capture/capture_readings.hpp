// The counts of all interfaces as one set of readings. Pure.
#pragma once

#include <string>
#include <vector>

#include "collectors/capture/totals.hpp"
#include "core/model/reading.hpp"

namespace commune::capture {

/// State of one interface.
struct InterfaceStatus {
  std::string id;
  bool up = false;
  std::string failure;               ///< Why it is not captured: text for a message.
  std::vector<std::string> classes;  ///< Names, in the order of Totals::traffic.
  Totals totals;
};

/// `interval`: how often this is published.
DeviceReadings capture_readings(const std::vector<InterfaceStatus>& interfaces, Moment now,
                                Milliseconds interval);

}  // namespace commune::capture
