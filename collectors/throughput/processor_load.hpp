// Whether this machine was too slow for the line, so that a result is one of the machine.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/model/time.hpp"

namespace commune::throughput {

/// Time spent since some moment.
struct ProcessorTime {
  MonoTime at{};
  std::chrono::nanoseconds thread{0};  ///< Time of the measuring thread.
  /// Sums over all processors, in ticks: all, idle, and in interrupts, where the network is served.
  std::uint64_t all = 0, idle = 0, interrupts = 0;
};

/// For the calling thread and the machine.
ProcessorTime processor_time();

/// The first line of /proc/stat. Pure.
bool read_machine_time(std::string_view stat, ProcessorTime& time);

/// True when the measuring thread had nine tenths of a processor; or when no processor had time
/// left, and a quarter of all went to that thread and to interrupts. False on a machine that is
/// busy with other work while the test needs little. Pure.
bool was_limit(const ProcessorTime& begin, const ProcessorTime& end);

}  // namespace commune::throughput
