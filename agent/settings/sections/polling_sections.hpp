// Which devices this gateway polls ([agent] polls) and how: [defaults.*] and each device's own
// snmp, icmp and profile, as targets of the collectors.
#pragma once

#include <vector>

#include "agent/settings/sections/icmp_section.hpp"
#include "agent/settings/sections/inventory_sections.hpp"
#include "agent/settings/sections/snmp_section.hpp"
#include "agent/settings/settings.hpp"

namespace commune::settings {

struct PollingDefaults {
  SnmpSection snmp;
  IcmpSection icmp;
};

/// One entry of `polls`: "all", or the id of a village, a site or a device.
struct PollsEntry {
  std::string id;
  Place place;
};

std::vector<PollsEntry> read_polls(const TableReader& agent);

/// Fills the targets of `settings`, and which sites are judged. Every device's tables are checked;
/// secrets are read only for devices that this gateway polls.
void fill_targets(const InventoryDraft& draft, const PollingDefaults& defaults,
                  const std::vector<PollsEntry>& polls, Findings& findings, Settings& settings);

}  // namespace commune::settings
