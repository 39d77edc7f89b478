// What a configuration will cost, before anything starts: packets, bytes, series, writes to flash.
// Pure. Devices tell their tables only when they are asked, so this rests on assumptions, and says
// which.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <string>
#include <vector>

#include "agent/settings/settings.hpp"
#include "collectors/snmp/profile/profile.hpp"

namespace commune {

/// Rows that every table of every device is taken to have.
inline constexpr std::size_t kAssumedRows = 10;

/// How often each access and each village as a whole is taken to change its state.
inline constexpr std::size_t kAssumedChangesPerDay = 4;

/// Both ways, headers from IP up included, when every device answers at once.
struct Traffic {
  double packets_per_second = 0;
  double bytes_per_day = 0;

  Traffic& operator+=(const Traffic& other);
};

struct SiteCost {
  SiteId site;
  std::size_t devices = 0;  ///< Polled by SNMP, ICMP or both.
  Traffic icmp, snmp;
  std::size_t series = 0;
};

struct Cost {
  std::vector<SiteCost> sites;  ///< Those with polled devices, in the order of the inventory.
  Traffic icmp, snmp, services;
  std::size_t icmp_devices = 0, snmp_devices = 0, probes = 0;
  std::size_t tests = 0;             ///< Of throughput.
  double test_bytes_per_day = 0;     ///< At most: their daily budgets.
  std::size_t series = 0;            ///< Of the devices and sites; the agent's own come on top.
  double history_bytes_per_day = 0;  ///< Written to disk, log and file together.
  Traffic remote_write;              ///< Of the samples of these series, while receivers take them.
  std::size_t receivers = 0;
  /// Of all queues, while no receiver takes anything: written to disk, and what that takes there.
  double queue_writes_per_day = 0, queue_bytes_per_day = 0;
};

/// A device whose profile is "auto" is taken for a generic one; without such a profile, or the one
/// it names, its SNMP is counted as nothing.
Cost cost_of(const settings::Settings& settings, const std::vector<snmp::ProfilePtr>& profiles);

void print(const Cost& cost, std::ostream& out);

}  // namespace commune
