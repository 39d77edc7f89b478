// The progress of a discovery in words. Reads no clock.
#pragma once

#include <cstddef>
#include <string>

#include "collectors/icmp/sweep.hpp"
#include "core/model/time.hpp"

namespace commune::discover {

struct ProgressFigures {
  icmp::SweepFigures sweep;
  bool sweeping = true;
  std::size_t identified = 0;   ///< Devices that accepted a login.
  std::size_t identifying = 0;  ///< Addresses that wait to be polled by SNMP, or are being polled.
  double per_second = 0;        ///< The configured pace of the sweep.
};

/// "swept 120 of 254 (round 1 of 3), 12 answer, 10 identified, 198/s, 3 s left". `elapsed` is the
/// time since the start.
std::string progress_text(const ProgressFigures& figures, int rounds, Milliseconds elapsed);

}  // namespace commune::discover
