// How many SNMP requests per second the simulator answers, measured in memory.
#pragma once

namespace commune::simulator {

/// Prints a line for each kind of request; takes about two seconds.
void run_self_benchmark();

}  // namespace commune::simulator
