// The agent's log: lines on stderr, for people and for journald.
#pragma once

#include "core/model/log_level.hpp"

#include <spdlog/spdlog.h>

namespace commune {

/// Sets up the log on stderr: time, level, text; colour only on a terminal and without NO_COLOR.
/// Under systemd (JOURNAL_STREAM set) the time is left out, as the journal has its own.
void set_up_log(LogLevel level);

/// Thread-safe.
void set_log_level(LogLevel level);

}  // namespace commune
