// What the kernel says of this very process: memory, processor time, descriptors.
#pragma once

#include <optional>
#include <string>

namespace commune {

/// A figure is empty if /proc does not show it.
struct ProcessFigures {
  std::optional<double> cpu_seconds;
  std::optional<double> resident_memory_bytes;
  std::optional<double> virtual_memory_bytes;
  std::optional<double> open_fds;
  std::optional<double> max_fds;
  std::optional<double> start_time_seconds;  ///< Unix time.
};

/// Reads `proc`/self/{stat,fd,limits} and `proc`/stat (see proc(5)). Thread-safe.
ProcessFigures read_process_figures(const std::string& proc = "/proc");

}  // namespace commune
