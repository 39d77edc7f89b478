// How a part of the agent fares: its failures and the processor time that it used.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace commune {

/// Both only grow while the agent runs.
struct PartFigures {
  std::string part;            ///< "snmp", "history", ...: the label `part`.
  std::uint64_t failures = 0;  ///< Exceptions that left its work; the work was then started again.
  std::chrono::nanoseconds processor_time{
      0};  ///< Used by its threads and by its work on the main loop.
};

}  // namespace commune
