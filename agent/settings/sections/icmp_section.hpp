// [defaults.icmp] and a device's icmp = { … }, made into a target of the ICMP collector.
#pragma once

#include <cstdint>
#include <optional>

#include "agent/settings/toml/toml_reader.hpp"
#include "collectors/icmp/options.hpp"

namespace commune::settings {

/// What one such table says; what it does not say is empty.
struct IcmpSection {
  std::optional<Milliseconds> interval, timeout;
  std::optional<std::int64_t> payload_bytes;
  Place place;
};

IcmpSection read_icmp_section(const TableReader& table);

/// What `upper` says, and where it is silent, what `lower` says.
IcmpSection laid_over(const IcmpSection& lower, const IcmpSection& upper);

/// The options of a target; its device and address are the caller's to fill.
icmp::Target make_icmp_target(const IcmpSection& section, Findings& findings);

}  // namespace commune::settings
