// Decides whether a device is reachable, from what the collectors last said of it. Pure.
#pragma once

#include "core/model/snapshot.hpp"

namespace commune {

/// A collector's word counts for this many poll intervals; without a newer one it is stale.
inline constexpr int kStaleAfterIntervals = 3;
/// So many polls in a row without an answer make a device silent.
inline constexpr int kSilentPolls = 3;

enum class Reachability {
  unmeasured,  ///< Nobody polls it, no poll has ended yet, or the last word is stale.
  reachable,   ///< Answers ICMP or SNMP.
  silent,      ///< Answers neither.
};

/// True when these readings are too old to be evidence.
bool stale(const DeviceReadings& readings, MonoTime now);

/// Reachable when it answers ICMP or SNMP. One that used to answer ICMP and no more does is silent
/// without waiting for the next SNMP poll, unless SNMP was answered after ICMP had fallen silent.
Reachability reachability(const DeviceView& device, MonoTime now);

}  // namespace commune
