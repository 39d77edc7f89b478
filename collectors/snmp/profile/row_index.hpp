// Splits a row's index (RFC 2578, 7.7): numbers, length-prefixed names, MAC addresses.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "collectors/snmp/profile/profile.hpp"

namespace commune::snmp {

/// The sub-identifiers of part number `position`; empty optional where the index is too short.
std::optional<std::span<const std::uint32_t>> index_slice(std::span<const IndexPart> parts,
                                                          const Oid& index, std::size_t position);

/// The part as text: "7", "clients-wlan0", "aa:bb:cc:dd:ee:ff", "192.0.2.1".
std::string index_text(const IndexPart& part, std::span<const std::uint32_t> slice);

}  // namespace commune::snmp
