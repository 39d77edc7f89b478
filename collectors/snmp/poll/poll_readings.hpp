// Makes the readings of a device from a poll, its figures and its memory. Pure.
#pragma once

#include <array>

#include "collectors/snmp/poll/device_memory.hpp"
#include "collectors/snmp/poll/device_poll.hpp"
#include "collectors/snmp/session/session_factory.hpp"
#include "core/model/reading.hpp"

namespace commune::snmp {

/// How the polls of one device went so far.
struct PollHistory {
  RequestFigures requests;
  RefusedFigures refused;
  std::array<std::uint64_t, kTrapKindCount> traps{};  ///< Notifications accepted, by kind.
  std::optional<Moment> last_answer;
  int silent_polls = 0;
};

/// Adds the poll to `history` and `memory` and returns all readings.
DeviceReadings make_readings(const DeviceId& device, Milliseconds interval, const PollResult& poll,
                             Moment started, Moment ended, PollHistory& history,
                             DeviceMemory& memory);

}  // namespace commune::snmp
