// [defaults.icmp] and a device's icmp = { … }, as a target of the ICMP collector.
#pragma once

#include <cstdint>
#include <optional>

#include "agent/settings/toml/toml_reader.hpp"
#include "collectors/icmp/options.hpp"

namespace commune::settings {

/// The keys of one such table; absent keys are empty.
struct IcmpSection {
  std::optional<Milliseconds> interval, timeout;
  std::optional<std::int64_t> payload_bytes;
  Place place;
};

IcmpSection read_icmp_section(const TableReader& table);

/// The keys of `upper`; those that it does not have come from `lower`.
IcmpSection laid_over(const IcmpSection& lower, const IcmpSection& upper);

/// The options of a target; the caller sets device and address.
icmp::Target make_icmp_target(const IcmpSection& section, Findings& findings);

}  // namespace commune::settings
