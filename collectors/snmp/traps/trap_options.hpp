// Options of the trap listener. Plain data.
#pragma once

#include <string>
#include <vector>

#include "core/model/at_start.hpp"

namespace commune::snmp {

struct TrapOptions {
  AtStart<std::vector<std::string>> listen;  ///< "0.0.0.0:162", "[::]:162"; empty: nowhere.
  std::string community;                     ///< For v1 and v2c; empty: that of each device.
  AtStart<std::string> engine_file;          ///< Keeps our SNMPv3 engine id and its boots.

  bool enabled() const { return !listen->empty(); }

  static constexpr auto kStartSettings =
      std::tuple(StartSetting("[agent.traps] listen", &TrapOptions::listen),
                 StartSetting("[agent] state_dir", &TrapOptions::engine_file));
};

}  // namespace commune::snmp
