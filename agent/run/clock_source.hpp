// Who keeps this machine's wall clock right: asked of the kernel.
#pragma once

#include <string>

#include "agent/coverage/ledger_clock.hpp"

namespace commune {

/// Synchronised: by adjtimex(2), which NTP daemons tell. Keeping time: a real-time clock that has a
/// battery (rtc(4), through /sys/class/rtc), or a hypervisor that gives its own.
coverage::ClockSource read_clock_source();

/// /proc/sys/kernel/random/boot_id; another one after every boot.
std::string read_boot_id();

}  // namespace commune
