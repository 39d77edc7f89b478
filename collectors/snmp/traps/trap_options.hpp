// Options of the trap listener. Plain data.
#pragma once

#include <string>
#include <vector>

namespace commune::snmp {

struct TrapOptions {
  std::vector<std::string> listen;  ///< "0.0.0.0:162", "[::]:162"; empty: nowhere.
  std::string community;            ///< For v1 and v2c; empty: that of each device.
  std::string engine_file;          ///< Keeps our SNMPv3 engine id and its boots.

  bool enabled() const { return !listen.empty(); }
};

}  // namespace commune::snmp
