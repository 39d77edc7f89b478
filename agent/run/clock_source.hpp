// What keeps this machine's wall clock right, read from the kernel.
#pragma once

#include <string>

#include "agent/coverage/ledger_clock.hpp"

namespace commune {

/// Synchronised: by adjtimex(2), where NTP daemons report it. Keeping time: a real-time clock that
/// has a battery (rtc(4), through /sys/class/rtc), or a hypervisor that provides one.
coverage::ClockSource read_clock_source();

/// /proc/sys/kernel/random/boot_id, which changes at every boot.
std::string read_boot_id();

}  // namespace commune
