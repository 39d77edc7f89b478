// How much the log says.
#pragma once

#include <cstdint>

namespace commune {

/// A line is written when its level is at least this.
enum class LogLevel : std::uint8_t { debug, info, warning, error };

}  // namespace commune
