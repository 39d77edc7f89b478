// Estimates the cost of a configuration before anything starts: packets, bytes, series, writes to
// flash. Pure. Devices report their tables only when they are polled, so this rests on assumptions,
// and prints them.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <string>
#include <vector>

#include "agent/settings/settings.hpp"
#include "collectors/snmp/profile/profile.hpp"

namespace commune {

/// Assumed rows in every table of every device.
inline constexpr std::size_t kAssumedRows = 10;

/// Assumed changes of state of each access and each village as a whole.
inline constexpr std::size_t kAssumedChangesPerDay = 4;

/// Both ways, with headers from IP up, if every device answers at once.
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
  std::size_t tests = 0;          ///< Throughput tests.
  double test_bytes_per_day = 0;  ///< At most: their daily budgets.
  std::size_t series = 0;  ///< Series of devices and sites; those of the agent itself come on top.
  double history_bytes_per_day = 0;  ///< Written to disk, log and file together.
  Traffic remote_write;              ///< Samples of these series, while receivers accept them.
  std::size_t receivers = 0;
  /// All queues, while no receiver accepts anything: bytes written to disk, and the space that they
  /// occupy.
  double queue_writes_per_day = 0, queue_bytes_per_day = 0;
};

/// A device whose profile is "auto" counts as a generic one. If that profile, or the one that a
/// device names, does not exist, its SNMP counts as nothing.
Cost cost_of(const settings::Settings& settings, const std::vector<snmp::ProfilePtr>& profiles);

void print(const Cost& cost, std::ostream& out);

}  // namespace commune
